// What the page carries as text, back to bytes: four for every five letters of base 85, then gzip (packing.py).
function canangUnpacked(text, type) {
  "use strict";
  const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;.=>?@^_`{|}~";
  const worth = new Uint8Array(128);
  for (let i = 0; i < letters.length; i++) worth[letters.charCodeAt(i)] = i;
  const missing = (5 - text.length % 5) % 5, padded = text + "~".repeat(missing);
  const words = new DataView(new ArrayBuffer(padded.length / 5 * 4));
  for (let from = 0, to = 0; from < padded.length; from += 5, to += 4) {
    let word = 0;
    for (let i = 0; i < 5; i++) word = word * 85 + worth[padded.charCodeAt(from + i)];
    words.setUint32(to, word);
  }
  const bytes = new Uint8Array(words.buffer, 0, words.byteLength - missing);
  return new Response(
    new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")), {headers: {"content-type": type}},
  );
}
