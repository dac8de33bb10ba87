class Prelude {
    Path song;
    InputStream stream;
    List<String> log;
    Executor executor;
    PcmSource music;
    PcmSource announcement;
}
