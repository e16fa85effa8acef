import { expect, test } from '@jest/globals';

import { parseMediaUrl } from './media-url.ts';

const read = (text: string) => parseMediaUrl(text, { allowPrivate: false });

test.each([
  [
    'https://drive.google.com/file/d/1a_B-3/view?usp=sharing',
    'https://drive.google.com/uc?export=download&id=1a_B-3',
  ],
  [
    'https://drive.google.com/a/acme.com/file/d/1aB3/edit',
    'https://drive.google.com/uc?export=download&id=1aB3',
  ],
  ['https://drive.google.com/file/u/1/d/1aB3/preview', 'https://drive.google.com/uc?export=download&id=1aB3'],
  ['https://drive.google.com/open?id=1aB3', 'https://drive.google.com/uc?export=download&id=1aB3'],
  ['https://docs.google.com/uc?id=1aB3&export=view', 'https://drive.google.com/uc?export=download&id=1aB3'],
  [
    'https://drive.google.com/file/d/1aB3/view?resourcekey=0-x_y',
    'https://drive.google.com/uc?export=download&id=1aB3&resourcekey=0-x_y',
  ],
  ['https://www.dropbox.com/s/a1b2/é.jpg?dl=0', 'https://www.dropbox.com/s/a1b2/%C3%A9.jpg?dl=1'],
  ['https://dropbox.com/s/a1b2/a.jpg', 'https://dropbox.com/s/a1b2/a.jpg?dl=1'],
  [
    'https://www.dropbox.com/scl/fi/a1/a.jpg?rlkey=k2&st=x&dl=0',
    'https://www.dropbox.com/scl/fi/a1/a.jpg?rlkey=k2&st=x&dl=1',
  ],
  [
    'https://www.dropbox.com/sh/a1/b2/folder/a.jpg?dl=0',
    'https://www.dropbox.com/sh/a1/b2/folder/a.jpg?dl=1',
  ],
  [
    'https://github.com/owner/blob/blob/main/img/a b.png?plain=1#L3',
    'https://github.com/owner/blob/raw/main/img/a%20b.png',
  ],
  [
    'https://gitlab.com/group/sub/project/-/blob/main/a.png?ref_type=heads',
    'https://gitlab.com/group/sub/project/-/raw/main/a.png',
  ],
])('the share link %s becomes the URL of the file', (link, file) => {
  expect(read(link)).toEqual({ ok: true, url: file });
  expect(read(file)).toEqual({ ok: true, url: file });
});

test.each([
  ['https://drive.google.com/drive/folders/1aB3?usp=sharing', /folder in Google Drive/],
  ['https://drive.google.com/drive/u/0/folders/1aB3', /folder in Google Drive/],
  ['https://www.dropbox.com/scl/fo/a1/b2?rlkey=k2&dl=0', /folder in Dropbox/],
  ['https://www.dropbox.com/sh/a1/b2?dl=0', /folder in Dropbox/],
  ['https://1drv.ms/i/c/0a1b/Ea2b?e=3', /OneDrive .*download the file and send it/],
  ['https://onedrive.live.com/?authkey=!A1&id=B2!3&cid=B2', /OneDrive/],
  ['https://acme-my.sharepoint.com/:i:/g/personal/a_acme_com/Ea1b2?e=x', /SharePoint .*download=1/],
  ['https://acme.app.box.com/s/a1b2', /Box .*direct link/],
  ['https://photos.app.goo.gl/a1b2', /Google Photos .*no public URL/],
  ['https://photos.google.com/share/AF1Qip?key=x', /Google Photos/],
  ['https://www.icloud.com/iclouddrive/0a1b#a', /iCloud/],
  ['https://share.icloud.com/photos/0a1b', /iCloud/],
  ['https://we.tl/t-a1b2', /WeTransfer/],
  ['https://wetransfer.com/downloads/a1/b2', /WeTransfer/],
  ['https://mega.nz/file/a1#b2', /MEGA/],
  ['https://pan.baidu.com/s/1a-B', /Baidu Netdisk/],
])('the share link %s is refused with what to do instead', (link, words) => {
  const parsed = read(link);
  expect(parsed).toMatchObject({ ok: false, issue: { code: 'URL_NOT_PUBLIC' } });
  expect(parsed.ok ? '' : parsed.issue.message).toMatch(words);
});

test.each([
  'https://lh3.googleusercontent.com/d/1aB3=s640',
  'https://drive.google.com/thumbnail?id=1aB3&sz=w1000',
  'https://dl.dropboxusercontent.com/s/a1/a.jpg',
  'https://www.dropbox.com/s/a1/a.jpg?raw=1',
  'https://raw.githubusercontent.com/owner/repository/main/blob/a.png',
  'https://github.com/owner/repository/releases/download/v1/a.mp4',
  'https://onedrive.live.com/download?resid=A1!2&authkey=!B3',
  'https://acme.sharepoint.com/:i:/s/team/Ea1?e=x&download=1',
  'https://app.box.com/shared/static/a1b2.png',
  'https://cvws.icloud-content.com/B/a1/a.jpg?o=b2',
  'https://download.wetransfer.com/eugv/a1/a.jpg?token=x',
  'https://notdropbox.com/s/a1/a.jpg?dl=0',
  'https://example.org/https://drive.google.com/file/d/1aB3/view',
])('%s is the URL of a file already', (url) => {
  expect(read(url)).toEqual({ ok: true, url });
});
