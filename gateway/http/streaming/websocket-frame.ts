/** A complete text message in a server's frame (RFC 6455, section 5.2), composed of parts in UTF-8. */
export function websocketFrame(...parts: readonly Uint8Array[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const headLength = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(headLength + length);
  // FIN bit and opcode 1: an unfragmented text message.
  frame[0] = 0x81;
  if (headLength === 2) {
    frame[1] = length;
  } else if (headLength === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  let offset = headLength;
  for (const part of parts) {
    frame.set(part, offset);
    offset += part.length;
  }
  return frame;
}

/** A ping without payload (section 5.5.2), then the ping of `graphql-transport-ws`: one write for both. */
export const pingFrames: Buffer = Buffer.concat([
  Buffer.of(0x89, 0),
  websocketFrame(Buffer.from('{"type":"ping"}')),
]);
