import { createHash, randomUUID, X509Certificate } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { generate } from 'selfsigned';

interface HttpsServer {
  /** `https://127.0.0.1:port`, without a trailing slash. */
  url: string;
  port: number;
  /** The certificate, PEM: for `trust`. */
  ca: string;
  /** For Chromium's `--ignore-certificate-errors-spki-list`: this one key is trusted and nothing else. */
  spki: string;
  /** Ends open connections too. */
  stop(): Promise<void>;
}

/** Real HTTPS on the loopback interface, with a certificate of its own for `hosts` besides. Port 0 takes a free one. */
export async function startHttps(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
  { port = 0, hosts = [] }: { port?: number; hosts?: readonly string[] } = {},
): Promise<HttpsServer> {
  const { private: key, cert } = await makeCertificate(hosts);
  const server = createServer({ key, cert }, handle);
  // The server itself forgets connections that are still shaking hands, and then waits for them when it stops.
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `https://127.0.0.1:${taken}`,
    port: taken,
    ca: cert,
    spki: createHash('sha256')
      .update(new X509Certificate(cert).publicKey.export({ type: 'spki', format: 'der' }))
      .digest('base64'),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Makes this process trust a server started here, beside all it trusts already: verification stays on. */
export function trust(ca: string): void {
  setDefaultCACertificates([...getCACertificates('default'), ca]);
}

function makeCertificate(hosts: readonly string[]) {
  // A name of its own: of two trusted certificates with one name, OpenSSL tries the first only.
  return generate([{ name: 'commonName', value: `fake-${randomUUID()}` }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'keyUsage', digitalSignature: true, keyCertSign: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 7, ip: '127.0.0.1' },
          ...['localhost', ...hosts].map((value) => ({ type: 2, value }) as const),
        ],
      },
    ],
  });
}
