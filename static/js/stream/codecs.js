// Which codecs this browser shows, best first. JPEG works everywhere, also on plain http.

const PROBES = { h264: 'avc1.640028', vp9: 'vp09.00.40.08' };

// Chromium takes untagged or VP9 streams for BT.709; our planes are BT.601, limited range.
export const COLOR_SPACE = {
  matrix: 'smpte170m', primaries: 'bt709', transfer: 'iec61966-2-1', fullRange: false,
};

/** The configuration of a VideoDecoder for a codec string; without optimizeForLatency the
    decoder keeps one frame to itself. */
export function decoderConfig(codec) {
  return { codec, optimizeForLatency: true, colorSpace: COLOR_SPACE };
}

/** EncodedVideoChunk exists on insecure origins, VideoDecoder does not: ask for the latter. */
export async function supportedCodecs(Decoder = globalThis.VideoDecoder) {
  const found = [];
  for (const [name, codec] of Object.entries(Decoder ? PROBES : {})) {
    try {
      const { supported } = await Decoder.isConfigSupported(decoderConfig(codec));
      if (supported) found.push(name);
    } catch {
      // a browser that throws at the question cannot play it
    }
  }
  return [...found, 'jpeg'];
}
