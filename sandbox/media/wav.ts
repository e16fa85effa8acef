const samplesPerSecond = 8000;

/** A second of a sine tone as a WAV file: what a preset voice sounds like here. */
export function wavTone(hertz: number): Uint8Array {
  const head = Buffer.alloc(44);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(36 + samplesPerSecond, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(samplesPerSecond, 24);
  head.writeUInt32LE(samplesPerSecond, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(samplesPerSecond, 40);
  const samples = Uint8Array.from({ length: samplesPerSecond }, (_, index) =>
    Math.round(128 + 80 * Math.sin((2 * Math.PI * hertz * index) / samplesPerSecond)),
  );
  return Buffer.concat([head, samples]);
}
