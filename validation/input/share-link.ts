import type { ParsedUrl } from './url.ts';

/** A drive's links: undefined for what is no share link, the URL of the file itself, or why there is none. */
type Rule = (url: URL) => undefined | { readonly file: string } | { readonly refused: string };

const sendTheFile = 'download the file and send it, or put it at a public URL';

/**
 * Google Drive. The target is what the Drive API calls `webContentLink`: `uc?export=download&id=…`
 * (https://developers.google.com/drive/api/reference/rest/v3/files). Files over 100 MB get a page with a virus
 * warning first; the check of the content reports that.
 */
const googleDrive: Rule = ({ pathname, searchParams }) => {
  if (/^\/drive\/(u\/\d+\/)?folders\//.test(pathname) || pathname.startsWith('/folderview')) {
    return { refused: 'The link leads to a folder in Google Drive; share the file itself.' };
  }
  const inPath = /^\/(?:a\/[^/]+\/)?(?:u\/\d+\/)?file\/(?:u\/\d+\/)?d\/([\w-]+)/.exec(pathname)?.[1];
  const id = inPath ?? (/^\/(?:u\/\d+\/)?(?:open|uc)$/.test(pathname) ? searchParams.get('id') : null);
  if (id === null || id === '') return undefined;
  const target = new URL('https://drive.google.com/uc?export=download');
  target.searchParams.set('id', id);
  const key = searchParams.get('resourcekey');
  if (key !== null) target.searchParams.set('resourcekey', key);
  return { file: target.href };
};

/** Dropbox: `dl=1` gives the file, as `raw=1` does (https://help.dropbox.com/share/force-download). */
const dropbox: Rule = (url) => {
  const { pathname, searchParams } = url;
  if (/^\/scl\/fo\/|^\/sh\/[^/]+\/[^/]+\/?$/.test(pathname)) {
    return { refused: 'The link leads to a folder in Dropbox; share the file itself.' };
  }
  if (!/^\/(?:s|sh|scl\/fi)\//.test(pathname) || searchParams.get('raw') === '1') return undefined;
  const target = new URL(url);
  target.searchParams.set('dl', '1');
  return { file: target.href };
};

/**
 * GitHub: a file's page is under `/blob/`, the file under `/raw/`, which redirects to where it is stored
 * (https://codeyarns.com/tech/2019-09-18-github-urls.html).
 */
const github: Rule = ({ origin, pathname }) => {
  const [, repository, file] = /^(\/[^/]+\/[^/]+)\/blob\/([^/]+\/.+)$/.exec(pathname) ?? [];
  return file === undefined ? undefined : { file: `${origin}${repository}/raw/${file}` };
};

/** GitLab: the same, under `/-/blob/` and `/-/raw/` (https://gitlab.com/fdroid/fdroid-website/-/merge_requests/619). */
const gitlab: Rule = ({ origin, pathname }) => {
  const [, project, file] = /^(.+?)\/-\/blob\/([^/]+\/.+)$/.exec(pathname) ?? [];
  return file === undefined ? undefined : { file: `${origin}${project}/-/raw/${file}` };
};

/**
 * OneDrive: the documented way, the shares API, asks for a sign-in now even for public files
 * (https://github.com/felixrieseberg/onedrive-link/issues/1). `download` URLs may still give one.
 */
const oneDrive: Rule = ({ pathname }) =>
  pathname.startsWith('/download')
    ? undefined
    : {
        refused: `OneDrive gives the file of a share link only to people who open it in a browser; ${sendTheFile}.`,
      };

/** SharePoint: `download=1` gives the file where anyone may open the link, but Microsoft does not document it. */
const sharePoint: Rule = ({ pathname, searchParams }) =>
  /^\/:[a-z]:\//.test(pathname) && searchParams.get('download') !== '1'
    ? {
        refused: `SharePoint shows a page at this link; if anyone may open it without signing in, add download=1 to its query, otherwise ${sendTheFile}.`,
      }
    : undefined;

/**
 * Box: the file is at the `download_url` under `/shared/static/`, which its share link does not tell
 * (https://developer.box.com/reference/get-files-id--get-shared-link).
 */
const box: Rule = ({ pathname }) =>
  /^\/(?:s|v|file|folder)\//.test(pathname)
    ? {
        refused: `Box shows a page at this link; use the direct link from the file’s link settings, or ${sendTheFile}.`,
      }
    : undefined;

/** Drives and albums that have no public URL of a shared file. */
const pageOnly =
  (name: string, path: RegExp): Rule =>
  ({ pathname }) =>
    path.test(pathname)
      ? { refused: `${name} shows a page at this link and has no public URL for the file; ${sendTheFile}.` }
      : undefined;

const rules: readonly (readonly [host: RegExp, rule: Rule])[] = [
  [/^(?:drive|docs)\.google\.com$/, googleDrive],
  [/^(?:www\.)?dropbox\.com$/, dropbox],
  [/^(?:www\.)?github\.com$/, github],
  [/^gitlab\.com$/, gitlab],
  [/^1drv\.ms$|^onedrive\.live\.com$/, oneDrive],
  [/\.sharepoint\.com$/, sharePoint],
  [/(?:^|\.)box\.com$/, box],
  [/^photos\.app\.goo\.gl$/, pageOnly('Google Photos', /./)],
  [/^photos\.google\.com$/, pageOnly('Google Photos', /^\/(?:u\/\d+\/)?(?:share|photo|album)\//)],
  [/^(?:www\.)?icloud\.com$/, pageOnly('iCloud', /^\/(?:iclouddrive|attachment|photos|sharedalbum)\b/)],
  [/^share\.icloud\.com$/, pageOnly('iCloud', /./)],
  [/^we\.tl$/, pageOnly('WeTransfer', /./)],
  [/^(?:[^.]+\.)?wetransfer\.com$/, pageOnly('WeTransfer', /^\/downloads\//)],
  [/^(?:www\.)?mega\.(?:nz|io)$/, pageOnly('MEGA', /^\/(?:file|folder|embed)\b|^\/$/)],
  [/^drive\.proton\.me$/, pageOnly('Proton Drive', /^\/urls\//)],
  [/^pan\.baidu\.com$/, pageOnly('Baidu Netdisk', /^\/(?:s|share)\//)],
  [/^(?:www\.)?ali(?:yundrive|pan)\.com$/, pageOnly('Alipan', /^\/s\//)],
];

/** The URL of the file behind a share link; other URLs as they are. */
export function resolveShareLink(url: URL): ParsedUrl {
  const host = url.hostname.replace(/\.$/, '');
  const [, rule] = rules.find(([hosts]) => hosts.test(host)) ?? [];
  const resolved = rule?.(url);
  if (resolved === undefined) return { ok: true, url: url.href };
  if ('file' in resolved) return { ok: true, url: resolved.file };
  return { ok: false, issue: { code: 'URL_NOT_PUBLIC', message: resolved.refused } };
}
