import { media } from '../../harness/media/index.ts';

/** An upload of two images as a client sends it, byte for byte. */
export interface Upload {
  readonly name: string;
  readonly contentType: string;
  readonly body: Buffer<ArrayBuffer>;
}

/** In `operations`, the files are variables; letters beyond ASCII show that its text is read as UTF-8. */
export const operations = JSON.stringify({
  query: `mutation ($input: CreateElementInput!) {
    createElement(input: $input) {
      __typename
      ... on InvalidInput { issues { path code message } }
      ... on KlingProblem { message }
    }
  }`,
  variables: {
    input: {
      name: '小龙女 Ä',
      description: 'A girl with a red hat',
      reference: { images: { frontal: { file: null }, others: [{ file: null }] } },
    },
  },
});
export const map = JSON.stringify({
  front: ['variables.input.reference.images.frontal.file'],
  side: ['variables.input.reference.images.others.0.file'],
});

const front = Buffer.from(media('front-640x640.jpg'));
const side = Buffer.from(media('side-480x640.png'));

type Part = readonly [head: string, content: string | Buffer];

/** The parts with their heads as recorded, from `Content-Disposition` on. */
function upload(name: string, boundary: string, parts: readonly Part[], parameters = ''): Upload {
  const pieces = parts.flatMap(([head, content]) => [`--${boundary}\r\n${head}\r\n\r\n`, content, '\r\n']);
  const body = Buffer.concat([...pieces, `--${boundary}--\r\n`].map((piece) => Buffer.from(piece)));
  return { name, contentType: `multipart/form-data; boundary=${parameters || boundary}`, body };
}

const disposition = 'Content-Disposition: form-data;';
const plain: readonly Part[] = [
  [`${disposition} name="operations"`, operations],
  [`${disposition} name="map"`, map],
];
const [operationsPart, mapPart] = plain as readonly [Part, Part];
const files: readonly Part[] = [
  [`${disposition} name="front"; filename="front.jpg"\r\nContent-Type: image/jpeg`, front],
  [`${disposition} name="side"; filename="side.png"\r\nContent-Type: image/png`, side],
];
const withHeads = (frontHead: string, sideHead = frontHead): readonly Part[] => [
  [`${disposition} name="front"${frontHead}`, front],
  [`${disposition} name="side"${sideHead}`, side],
];

/** As the clients write them; the boundaries are theirs, too. */
export const uploads: readonly Upload[] = [
  upload('Chrome', '----WebKitFormBoundary7MA4YWxkTrZu0gW', [...plain, ...files]),
  upload('Firefox', '---------------------------9051914041544843365972754266', [...plain, ...files]),
  upload('a browser with its fields as Blobs', '----WebKitFormBoundary7MA4YWxkTrZu0gW', [
    [`${disposition} name="operations"; filename="blob"\r\nContent-Type: application/json`, operations],
    [`${disposition} name="map"; filename="blob"\r\nContent-Type: application/octet-stream`, map],
    ...files,
  ]),
  upload('a browser with a file without a type', '----WebKitFormBoundary7MA4YWxkTrZu0gW', [
    ...plain,
    ...withHeads('; filename="front"\r\nContent-Type: application/octet-stream'),
  ]),
  upload('curl -F', '------------------------d74496d66958873e', [...plain, ...files]),
  upload('curl -F with types of fields', '------------------------d74496d66958873e', [
    [`${operationsPart[0]}\r\nContent-Type: application/json`, operations],
    [`${mapPart[0]}\r\nContent-Type: application/json`, map],
    ...files,
  ]),
  upload('Python requests without a file name', 'c7ad9ed3d5bd4d1a8d0d1f6f2a8e3b1c', [
    ...plain,
    ...withHeads('; filename="front"', '; filename="side"'),
  ]),
  upload('Python requests with a file name beyond ASCII', 'c7ad9ed3d5bd4d1a8d0d1f6f2a8e3b1c', [
    ...plain,
    ...withHeads("; filename*=utf-8''bild%20%C3%BC.jpg\r\nContent-Type: image/jpeg"),
  ]),
  upload('Python httpx', 'f3b5d1e7a2c94e6f8b0a1d2c3e4f5a6b', [
    ...plain,
    ...withHeads('; filename="bild %22a%22.jpg"\r\nContent-Type: image/jpeg'),
  ]),
  upload('Python requests_toolbelt, files as bytes alone', 'a1b2c3d4e5f60718293a4b5c6d7e8f90', [
    ...plain,
    ...withHeads(''),
  ]),
  upload('Java with Apache HttpClient', 'kX3vXk0Zq2wVd9oYb7nT', [
    [
      `${operationsPart[0]}\r\nContent-Type: application/json; charset=UTF-8\r\nContent-Transfer-Encoding: 8bit`,
      operations,
    ],
    [`${mapPart[0]}\r\nContent-Type: text/plain; charset=ISO-8859-1\r\nContent-Transfer-Encoding: 8bit`, map],
    ...withHeads(
      '; filename="front.jpg"\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: binary',
    ),
  ]),
  upload('Java with OkHttp', '0b6a7f1e-3c2d-4e5f-8a9b-0c1d2e3f4a5b', [
    [`${operationsPart[0]}\r\nContent-Length: ${Buffer.byteLength(operations)}`, operations],
    [`${mapPart[0]}\r\nContent-Length: ${map.length}`, map],
    ...withHeads('; filename="front.jpg"\r\nContent-Type: image/*\r\nContent-Length: 99'),
  ]),
  upload('Java by hand', '===1700000000000===', [
    [`${operationsPart[0]}\r\nContent-Type: text/plain; charset=UTF-8`, operations],
    [`${mapPart[0]}\r\nContent-Type: text/plain; charset=UTF-8`, map],
    ...withHeads('; filename="front.jpg"\r\nContent-Type: null\r\nContent-Transfer-Encoding: binary'),
  ]),
  upload('PHP with Guzzle', '9f2c1d0e8b7a6f5e4d3c2b1a09f8e7d6c5b4a392', [
    [`${operationsPart[0]}\r\nContent-Length: ${Buffer.byteLength(operations)}`, operations],
    [`${mapPart[0]}\r\nContent-Length: ${map.length}`, map],
    ...withHeads(`; filename="front.jpg"\r\nContent-Length: ${front.length}\r\nContent-Type: image/jpeg`),
  ]),
  upload('PHP with Symfony', '_=_symfony_1700000000_a1b2c3d4_=_', [
    [
      `Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n${operationsPart[0]}`,
      operations,
    ],
    [`Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n${mapPart[0]}`, map],
    [
      `Content-Type: image/jpeg\r\nContent-Transfer-Encoding: 8bit\r\n${disposition} name="front"; filename="front.jpg"`,
      front,
    ],
    [
      `Content-Type: image/png\r\nContent-Transfer-Encoding: 8bit\r\n${disposition} name="side"; filename="side.png"`,
      side,
    ],
  ]),
  upload(
    '.NET, with quotes about the boundary and none about names',
    'e0a1b2c3-d4e5-46f7-8899-aabbccddeeff',
    [
      [
        `Content-Type: application/json; charset=utf-8\r\n${disposition} name=operations`,
        `\ufeff${operations}`,
      ],
      [`Content-Type: text/plain; charset=utf-8\r\n${disposition} name=map`, map],
      [`${disposition} name=front; filename=front.jpg; filename*=utf-8''front.jpg`, front],
      [`${disposition} name=side; filename="=?utf-8?B?YmlsZC5wbmc=?="; filename*=utf-8''bild.png`, side],
    ],
    '"e0a1b2c3-d4e5-46f7-8899-aabbccddeeff"',
  ),
  upload('a client that sends files first', 'x', [...files, ...plain]),
  upload('a client that sends the map first, and more fields and files than are needed', 'x', [
    [`${disposition} name="token"`, 'secret'],
    [`${disposition} name="other"; filename="x.bin"`, front],
    mapPart,
    ...files,
    operationsPart,
  ]),
  upload('a client with header names in lower case and types in capitals', 'x', [
    ['content-disposition: form-data; name="operations"\r\ncontent-type: APPLICATION/JSON', operations],
    ['content-disposition: form-data; name="map"', map],
    ['content-disposition: form-data; filename="front.jpg"; name="front"\r\ncontent-type: IMAGE/JPEG', front],
    ['content-disposition: form-data; filename="a;b.png"; name="side"\r\ncontent-type: png', side],
  ]),
  upload('a client with odd types of files', 'x', [
    ...plain,
    ...withHeads(
      '; filename=""\r\nContent-Type: text/plain',
      '; filename="C:\\\\fakepath\\\\side.png"\r\nContent-Type: application/x-www-form-urlencoded',
    ),
  ]),
];
