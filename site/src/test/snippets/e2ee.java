class Prelude {
    char[] password;
    void show(Object what) {}
    void reply(String text) {}
}
