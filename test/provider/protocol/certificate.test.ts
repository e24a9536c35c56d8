import { X509Certificate } from 'node:crypto';
import { integer, oid, time } from '../../../provider/protocol/certificate/der';
import { selfSigned } from '../../../provider/protocol/certificate/self-signed';

test('openssl, inside of node, reads our certificate', () => {
  const { der, certificatePem } = selfSigned(new Date('2026-07-01T12:00:00Z'));
  const certificate = new X509Certificate(certificatePem);
  expect(certificate.raw.equals(der)).toBe(true);
  expect(certificate.subject).toBe('CN=localhost');
  expect(certificate.subjectAltName).toBe('DNS:localhost');
  expect(certificate.checkHost('localhost')).toBe('localhost');
  expect(certificate.ca).toBe(true);
  expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
  expect(certificate.validFrom).toBe('Jun 30 12:00:00 2026 GMT');
  expect(certificate.validTo).toBe('Jul  1 12:00:00 2027 GMT');
  expect(certificate.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
});

test('it is signed with its own key, and every one is new', () => {
  const [one, other] = [selfSigned(), selfSigned()].map(made => new X509Certificate(made.certificatePem));
  expect(one!.verify(one!.publicKey)).toBe(true);
  expect(one!.verify(other!.publicKey)).toBe(false);
  expect(one!.checkIssued(one!)).toBe(true);
  expect(one!.serialNumber).not.toBe(other!.serialNumber);
});

test('the encoder knows the corners of DER', () => {
  const hex = (bytes: Buffer) => bytes.toString('hex');
  expect(hex(integer(Buffer.from([0, 0, 0x7f])))).toBe('02017f');
  expect(hex(integer(Buffer.from([0x80])))).toBe('02020080');
  expect(hex(integer(Buffer.alloc(200, 1))).slice(0, 6)).toBe('0281c8');
  expect(hex(oid('1.2.840.113549'))).toBe('06062a864886f70d');
  expect(time(new Date('2049-12-31T23:59:59Z')).toString('latin1')).toContain('491231235959Z');
  expect(time(new Date('2050-01-01T00:00:00Z')).toString('latin1')).toContain('20500101000000Z');
});
