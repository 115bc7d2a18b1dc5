/** The header of token-based authentication against the examples of Oracle and of RFC 5849. */
import { expect, test } from '@jest/globals';
import { authorizationHeader, baseString, percentEncode } from '../../../transformer/netsuite/oauth.ts';

/** Help section_1534941088, "Input Parameters for the Example"; the secrets are Oracle's own examples. */
const login = {
  account: '123456',
  consumerKey: 'ef40afdd8abaac111b13825dd5e5e2ddddb44f86d5a0dd6dcf38c20aae6b67e4',
  consumerSecret: 'd26ad321a4b2f23b0741c8d38392ce01c3e23e109df6c96eac6d099e9ab9e8b5',
  tokenId: '2b0ce516420110bcbd36b69e99196d1b7f6de3c6234c5afb799b73d87569f5cc',
  tokenSecret: 'c29a677df7d5439a458c063654187e3d678d73aca8e3c9d8bea1478a3eb0d295',
};
const moment = { at: 1_508_242_306_999, nonce: 'fjaLirsIcCGVZWzBX0pg' };
const address = new URL(
  'https://123456.restlets.api.netsuite.com/app/site/hosting/restlet.nl?script=6&deploy=1&customParam=someValue&testParam=someOtherValue',
);

test("the RESTlet of Oracle's example gets Oracle's signature", () => {
  expect(authorizationHeader('POST', address, login, moment)).toBe(
    `OAuth realm="123456", oauth_consumer_key="${login.consumerKey}", oauth_token="${login.tokenId}", ` +
      'oauth_nonce="fjaLirsIcCGVZWzBX0pg", oauth_timestamp="1508242306", oauth_signature_method="HMAC-SHA256", ' +
      'oauth_version="1.0", oauth_signature="%2BKK4SKNgz4ZiILGLwOMtfYlgcXSy1eis8ldE9X90azQ%3D"',
  );
});

test('the realm of a sandbox is in capitals with an underscore, however it is written', () => {
  for (const account of ['1234567_SB1', '1234567-sb1'])
    expect(authorizationHeader('GET', address, { ...login, account }, moment)).toContain(
      'realm="1234567_SB1"',
    );
});

test('the base string is that of the RFC, whose form is sent as a query here', () => {
  const url = new URL('http://example.com/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b&c2&a3=2+q');
  const parameters: [string, string][] = [
    ['oauth_consumer_key', '9djdj82h48djs9d2'],
    ['oauth_token', 'kkk9d7dh3k39sjv7'],
    ['oauth_signature_method', 'HMAC-SHA1'],
    ['oauth_timestamp', '137131201'],
    ['oauth_nonce', '7d8f3e4a'],
  ];
  expect(baseString('POST', url, parameters)).toBe(
    'POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D%26c2%3D' +
      '%26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26oauth_signature_method%3DHMAC-SHA1' +
      '%26oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7',
  );
});

test('what is in a header is encoded more strictly than in an address', () => {
  expect(percentEncode("a-._~ !'()*+&=é€")).toBe('a-._~%20%21%27%28%29%2A%2B%26%3D%C3%A9%E2%82%AC');
});
