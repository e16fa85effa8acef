import { signToken } from '@kling-elements/validation';
import type {
  ICredentialDataDecryptedObject,
  ICredentialTestRequest,
  ICredentialType,
  IHttpRequestOptions,
  INodeProperties,
} from 'n8n-workflow';

const text = (value: unknown) => (typeof value === 'string' ? value.trim() : '');

/** An API key, or the pair of keys that a token is signed with; where the API is; what callbacks are signed with. */
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
        'From the Kling developer console. The keys of the global and the China site are not the same.',
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
      description: 'A fresh token is signed with it for each request; there is nothing to renew by hand',
      displayOptions: { show: { authentication: ['accessKey'] } },
    },
    {
      displayName: 'Base URL',
      name: 'baseUrl',
      type: 'string',
      required: true,
      default: 'https://api-singapore.klingai.com',
      description:
        'Global: https://api-singapore.klingai.com. China: https://api-beijing.klingai.com. Or the address of a proxy of yours.',
    },
    {
      displayName: 'Webhook Secret',
      name: 'webhookSecret',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      placeholder: 'whsec_…',
      description:
        'The secret that Kling signs callbacks with, if your account has one; two, separated by a space, while you change it. Once it is set, callbacks without a valid signature are refused.',
    },
  ];

  authenticate = (
    credentials: ICredentialDataDecryptedObject,
    requestOptions: IHttpRequestOptions,
  ): Promise<IHttpRequestOptions> => {
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
      baseURL: '={{ $credentials.baseUrl }}',
      url: '/v1/general/advanced-presets-elements',
      qs: { pageNum: 1, pageSize: 1 },
    },
    rules: [
      {
        type: 'responseCode',
        properties: {
          value: 401,
          message:
            'Kling does not know this key. Check that it was copied whole, that it is of this site (global or China), and that the clock of this machine is right.',
        },
      },
      {
        type: 'responseCode',
        properties: {
          value: 403,
          message:
            'The key is right, but its account has no access to the Elements API. Ask for it in the Kling console.',
        },
      },
      {
        type: 'responseCode',
        properties: { value: 404, message: 'There is no Kling API at this Base URL. Check it.' },
      },
      {
        type: 'responseCode',
        properties: {
          value: 429,
          message:
            'Kling knows the key but refuses it for now: too many requests, an account in arrears, a resource pack that is used up, or an IP whitelist without this machine. Look at the account in the Kling console.',
        },
      },
      {
        type: 'responseCode',
        properties: { value: 503, message: 'Kling is under maintenance. Try again later.' },
      },
    ],
  };
}
