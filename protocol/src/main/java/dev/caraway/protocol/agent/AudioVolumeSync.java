package dev.caraway.protocol.agent;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * VD_AGENT_AUDIO_VOLUME_SYNC: how loud the client plays or records.
 *
 * @param volumes one for each audio channel, 0 to 65535; at most 255
 */
public record AudioVolumeSync(boolean isPlayback, boolean isMuted, List<Integer> volumes) implements AgentMessage {

    public AudioVolumeSync {
        volumes = List.copyOf(volumes);
        if (volumes.size() > 255) {
            throw new IllegalArgumentException("volumes: expected at most 255, got " + volumes.size());
        }
    }

    public static AudioVolumeSync decode(SpiceReader in) {
        boolean isPlayback = in.u8("is_playback") != 0;
        boolean isMuted = in.u8("mute") != 0;
        int count = in.counted("volume", in.u8("nchannels"), Short.BYTES);
        List<Integer> volumes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            volumes.add(in.u16("volume"));
        }
        return new AudioVolumeSync(isPlayback, isMuted, volumes);
    }

    @Override
    public AgentMessageType type() {
        return AgentMessageType.AUDIO_VOLUME_SYNC;
    }

    @Override
    public void encode(SpiceWriter out) {
        out.bool8(isPlayback);
        out.bool8(isMuted);
        out.u8(volumes.size());
        for (int volume : volumes) {
            out.u16(volume);
        }
    }
}
