/** A bot on the module path. */
module example.modular {
    requires dev.acord.voice;

    exports example;
}
