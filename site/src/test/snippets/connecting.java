class Prelude {
    MainGateway mainGateway;
}
