"""What a voice protocol sees of discord.py 2."""


class VoiceProtocol:
    def __init__(self, client, channel):
        self.client = client
        self.channel = channel

    def cleanup(self):
        print('{"ev": "cleanup"}', flush=True)
