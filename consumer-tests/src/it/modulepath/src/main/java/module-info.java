/** A program on the module path. */
module example.modular {
    requires dev.acord.voice;
    requires dev.acord.sim;

    exports example;
}
