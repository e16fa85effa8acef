import { parseUrl, readSecrets, signToken } from '@kling-elements/validation';
import type {
  ICredentialDataDecryptedObject,
  ICredentialTestRequest,
  ICredentialType,
  IHttpRequestOptions,
  INodeProperties,
} from 'n8n-workflow';

const text = (value: unknown) => (typeof value === 'string' ? value.trim() : '');

/** @throws Error with a sentence about what no request to Kling would tell */
function checkForTest({ baseUrl, webhookSecret }: ICredentialDataDecryptedObject): void {
  const parsed = parseUrl(text(baseUrl), { allowPrivate: true });
  if (!parsed.ok) throw new Error(`"Base URL": ${parsed.issue.message}`);
  readSecrets(text(webhookSecret));
}

/** An API key, or an access key and secret key that sign a token; the API's URL; the secret that signs callbacks. */
export class KlingApi implements ICredentialType {
  name = 'klingApi';

  displayName = 'Kling API';

  icon = { light: 'file:../icons/kling.svg', dark: 'file:../icons/kling.dark.svg' } as const;

  documentationUrl = 'https://github.com/kling-elements/n8n-nodes-kling-elements#credentials';

  properties: INodeProperties[] = [
    {
      displayName: 'Authentication',
      name: 'authentication',
      type: 'options',
      options: [
        { name: 'API Key', value: 'apiKey' },
        { name: 'Access Key and Secret Key', value: 'accessKey' },
      ],
      default: 'apiKey',
    },
    {
      displayName: 'API Key',
      name: 'apiKey',
      type: 'string',
      typeOptions: { password: true },
      required: true,
      default: '',
      description:
        'The API key from the Kling developer console. The global and the China site have different keys.',
      displayOptions: { show: { authentication: ['apiKey'] } },
    },
    {
      displayName: 'Access Key',
      name: 'accessKey',
      type: 'string',
      required: true,
      default: '',
      displayOptions: { show: { authentication: ['accessKey'] } },
    },
    {
      displayName: 'Secret Key',
      name: 'secretKey',
      type: 'string',
      typeOptions: { password: true },
      required: true,
      default: '',
      description: 'Used to sign a new token for each request, so tokens never have to be renewed',
      displayOptions: { show: { authentication: ['accessKey'] } },
    },
    {
      displayName: 'Base URL',
      name: 'baseUrl',
      type: 'string',
      required: true,
      default: 'https://api-singapore.klingai.com',
      description:
        'Use https://api-singapore.klingai.com for the global site, https://api-beijing.klingai.com for China, or the URL of your own proxy',
    },
    {
      displayName: 'Webhook Secret',
      name: 'webhookSecret',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      placeholder: 'whsec_…',
      description:
        'The secret with which Kling signs callbacks, if your account has one. While you rotate it, enter the old and the new secret separated by a space. If set, callbacks without a valid signature are rejected.',
    },
  ];

  authenticate = (
    credentials: ICredentialDataDecryptedObject,
    requestOptions: IHttpRequestOptions,
  ): Promise<IHttpRequestOptions> => {
    // Only the test has a base URL: the nodes, and HTTP Request, send whole URLs.
    if (requestOptions.baseURL !== undefined) checkForTest(credentials);
    const token =
      credentials.authentication === 'accessKey'
        ? signToken(
            { accessKey: text(credentials.accessKey), secretKey: text(credentials.secretKey) },
            Date.now(),
          )
        : text(credentials.apiKey);
    const headers = { ...requestOptions.headers, Authorization: `Bearer ${token}` };
    return Promise.resolve({ ...requestOptions, headers });
  };

  test: ICredentialTestRequest = {
    request: {
      baseURL: '={{ $credentials.baseUrl.trim() }}',
      url: '/v1/general/advanced-presets-elements',
      qs: { pageNum: 1, pageSize: 1 },
    },
    rules: [
      {
        type: 'responseCode',
        properties: {
          value: 401,
          message:
            'Kling does not accept this key. Check that it is complete, that it belongs to the site of the "Base URL" (global or China), and that the clock of this machine is correct.',
        },
      },
      {
        type: 'responseCode',
        properties: {
          value: 403,
          message:
            'The key is valid, but the account has no access to the Elements API. Request access in the Kling console.',
        },
      },
      {
        type: 'responseCode',
        properties: { value: 404, message: 'No Kling API found at the "Base URL"' },
      },
      {
        type: 'responseCode',
        properties: {
          value: 429,
          message:
            'The key is valid, but Kling currently rejects its requests: too many requests, an overdue bill, a used-up resource pack, or an IP whitelist that does not include this machine. Check the account in the Kling console.',
        },
      },
      {
        type: 'responseCode',
        properties: { value: 503, message: 'Kling is down for maintenance. Try again later.' },
      },
      // Any page may answer with 200, but not in Kling's envelope.
      ...['code', 'request_id', 'data'].map((key) => ({
        type: 'responseSuccessBody' as const,
        properties: {
          key,
          value: undefined,
          message: 'The server at the "Base URL" is not the Kling API. Check the URL.',
        },
      })),
      // n8n takes rules of both kinds together; its type does not.
    ] as ICredentialTestRequest['rules'] & object,
  };
}
