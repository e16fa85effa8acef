// Makes the small real media files in harness/media/files. See README.md for the tools that it needs.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const out = join(import.meta.dirname, 'files');
const scratch = mkdtempSync(join(tmpdir(), 'media-'));
const file = (name) => join(out, name);

const run = (tool, ...args) => execFileSync(tool, args, { stdio: ['ignore', 'ignore', 'inherit'] });
/** The output file comes last. Without time stamps and random ids, so that the same tools make the same bytes. */
const ffmpeg = (...args) => {
  const reproducible = ['-map_metadata', '-1', '-fflags', '+bitexact', '-flags', '+bitexact'];
  run('ffmpeg', '-y', '-loglevel', 'error', ...args.slice(0, -1), ...reproducible, ...args.slice(-1));
};

/** An image of one colour, encoded by ffmpeg in the format of the file's extension. */
const image = (name, size) =>
  ffmpeg(
    '-f',
    'lavfi',
    '-i',
    `color=c=steelblue:s=${size},format=rgb24`,
    '-frames:v',
    '1',
    ...pixels(name),
    file(name),
  );
/** JPEG without halved colour planes, or odd sides would be rounded. */
const pixels = (name) => (name.endsWith('.jpg') ? ['-pix_fmt', 'yuvj444p'] : []);

/** A video of one colour in H.264, `seconds` long. */
const video = (name, size, seconds, { rate = 5, options = [] } = {}) =>
  ffmpeg(
    ...['-f', 'lavfi', '-i', `color=c=steelblue:s=${size}:r=${rate}:d=${seconds}`],
    ...['-c:v', 'libx264', '-preset', 'veryslow', '-crf', '40', '-g', '250', '-pix_fmt', 'yuv420p'],
    ...[...options, file(name)],
  );

/** The first part of a file, as a broken transfer leaves it. */
const truncated = (name, of, share) => {
  const whole = readFileSync(file(of));
  writeFileSync(file(name), whole.subarray(0, Math.floor(whole.length * share)));
};

rmSync(out, { recursive: true, force: true });
mkdirSync(out);

// Images that Kling accepts.
image('front-640x640.jpg', '640x640');
image('side-480x640.png', '480x640');
image('least-300x300.jpg', '300x300');
image('least-300x300.png', '300x300');
image('widest-750x300.jpg', '750x300');
image('tallest-300x750.png', '300x750');
run('jpegtran', '-progressive', '-outfile', file('progressive-640x640.jpg'), file('front-640x640.jpg'));
image('rotated-600x400.jpg', '600x400');
run('exiftool', '-q', '-overwrite_original', '-n', '-Orientation=6', file('rotated-600x400.jpg'));
// Twice 55 kB of comments before the frame, so that the first read does not reach it.
image('long-header-640x480.jpg', '640x480');
const words = join(scratch, 'words.txt');
writeFileSync(words, 'steel blue '.repeat(5000));
run(
  'exiftool',
  '-q',
  '-overwrite_original',
  '-Make=Test',
  `-Comment<=${words}`,
  `-UserComment<=${words}`,
  file('long-header-640x480.jpg'),
);

// Images that Kling refuses.
image('small-299x300.jpg', '299x300');
image('small-200x150.png', '200x150');
image('wide-751x300.jpg', '751x300');
image('tall-300x751.png', '300x751');
image('small-and-wide-600x200.jpg', '600x200');
image('image.gif', '400x400');
image('image.webp', '400x400');
truncated('truncated.jpg', 'front-640x640.jpg', 0.7);
truncated('truncated.png', 'side-480x640.png', 0.7);
truncated('truncated-in-header.jpg', 'front-640x640.jpg', 0.03);
writeFileSync(file('webp-named.jpg'), readFileSync(file('image.webp')));
writeFileSync(
  file('page-named.jpg'),
  '<!DOCTYPE html>\n<html lang="en"><title>404 Not Found</title><h1>Not Found</h1></html>\n',
);
writeFileSync(file('empty.png'), '');

// Videos that Kling accepts.
video('wide-5s.mp4', '1920x1080', 5, { options: ['-movflags', '+faststart'] });
video('tall-5s.mp4', '1080x1920', 5);
video('wide-5s.mov', '1920x1080', 5);
video('tall-5s.mov', '1080x1920', 5, { options: ['-movflags', '+faststart'] });
video('shortest-3s.mp4', '1920x1080', 3);
video('longest-8s.mp4', '1920x1080', 8);
// Coded 1440 × 1080 with pixels wider than high, displayed 1920 × 1080.
video('wide-pixels-5s.mp4', '1440x1080', 5, { options: ['-vf', 'setsar=4/3'] });
// Coded 1920 × 1080, turned upright by the matrix of its track.
ffmpeg('-i', file('wide-5s.mp4'), '-c', 'copy', '-metadata:s:v', 'rotate=90', file('rotated-5s.mp4'));
// As QuickTime wrote videos before it had ftyp.
const branded = readFileSync(file('wide-5s.mov'));
branded.write('wide', 4, 'latin1');
writeFileSync(file('without-brand-5s.mov'), branded);
video('fragmented-5s.mp4', '1920x1080', 5, {
  options: ['-movflags', '+frag_keyframe+empty_moov+default_base_moof', '-g', '5'],
});
ffmpeg(
  ...['-i', file('wide-5s.mp4'), '-f', 'lavfi', '-i', 'anullsrc=r=8000:cl=mono', '-t', '5'],
  ...['-c:v', 'copy', '-c:a', 'aac', '-b:a', '8k', file('with-sound-5s.mp4')],
);

// Videos that Kling refuses.
video('short-2s.mp4', '1920x1080', 2);
video('long-10s.mp4', '1920x1080', 10);
video('fragmented-10s.mp4', '1920x1080', 10, {
  options: ['-movflags', '+frag_keyframe+empty_moov+default_base_moof', '-g', '5'],
});
video('720p-5s.mp4', '1280x720', 5);
video('2160p-5s.mp4', '3840x2160', 5, { rate: 1 });
video('four-thirds-5s.mp4', '1440x1080', 5);
video('video.webm', '320x180', 3, { options: ['-c:v', 'libvpx-vp9', '-b:v', '10k'] });
video('video.avi', '320x180', 3);
ffmpeg(
  ...['-f', 'lavfi', '-i', 'anullsrc=r=8000:cl=mono', '-t', '3'],
  ...['-c:a', 'aac', '-b:a', '8k', file('only-sound.mp4')],
);
truncated('truncated.mp4', 'wide-5s.mp4', 0.9);
truncated('truncated-without-index.mov', 'wide-5s.mov', 0.6);
writeFileSync(file('webm-named.mp4'), readFileSync(file('video.webm')));

rmSync(scratch, { recursive: true });
