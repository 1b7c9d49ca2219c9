// A server with the faults of real networks, and with the server's rules about tokens and keys: what a
// test wants to know is how often something really happened.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';

export type Fault = 'none' | 'lost' | 'html502' | 'truncated' | 'hang' | 'slow' | 'reset' | '429' | '429html' | 'internal' | 'refused';

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

export class Faulty {
  readonly logins: string[] = [];
  readonly refreshes: string[] = [];
  /** Effects by operation: what was really done, once each. */
  readonly effects: Array<{ operation: string; input: Record<string, unknown> }> = [];
  readonly requests: string[] = [];
  readonly uploads: string[] = [];
  readonly sockets = new Set<WebSocket>();
  /** What goes wrong with a request; asked for each. */
  fault: (operation: string, number: number) => Fault = () => 'none';
  /** The time of the server, which is the only one that counts for tokens. */
  now = () => Date.now();
  private readonly answers = new Map<string, string>();
  private readonly refreshed = new Map<string, string>();
  private good = new Set<string>();
  private serial = 0;
  private readonly hanging = new Set<ServerResponse>();

  private constructor(private readonly server: Server, private readonly wss: WebSocketServer) {}

  static async open(): Promise<Faulty> {
    const server = createServer();
    const wss = new WebSocketServer({ server, path: '/graphql/ws', handleProtocols: () => 'graphql-transport-ws' });
    const self = new Faulty(server, wss);
    server.on('request', (request, response) => { void self.serve(request, response); });
    wss.on('connection', (socket) => self.speak(socket));
    await new Promise<void>((done) => { server.listen(0, '127.0.0.1', done); });
    return self;
  }

  get url() { return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`; }

  close() {
    this.hanging.forEach((response) => response.destroy());
    this.sockets.forEach((socket) => socket.terminate());
    this.wss.close();
    this.server.closeAllConnections();
    this.server.close();
  }

  /** Ends every access token, as after fifteen minutes. */
  expire() { this.good = new Set(); }

  private tokens(person = 'person-1') {
    this.serial += 1;
    const iat = Math.floor(this.now() / 1000);
    const accessToken = `${encode({ alg: 'EdDSA' })}.${encode({ sub: person, iat, exp: iat + 900, n: this.serial })}.s`;
    this.good.add(accessToken);
    return { accessToken, refreshToken: `refresh-${this.serial}`, expiresAt: new Date(this.now() + 900_000).toISOString() };
  }

  private async serve(request: IncomingMessage, response: ServerResponse) {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const upload = request.url === '/uploads';
    const plain = upload ? 'upload' : request.url === '/export/me.json' ? 'download' : undefined;
    const asked = plain ? { operationName: plain, variables: {} } : JSON.parse(body.toString()) as { operationName: string; variables?: { input?: Record<string, unknown> } };
    const name = asked.operationName;
    this.requests.push(name);
    const fault = this.fault(name, this.requests.filter((known) => known === name).length);
    if (fault === 'reset') { request.socket.destroy(); return; }
    if (fault === 'hang') { this.hanging.add(response); return; }
    if (fault === 'html502') { response.writeHead(502, { 'content-type': 'text/html' }).end('<html><h1>502 Bad Gateway</h1></html>'); return; }
    if (fault === '429html') { response.writeHead(429, { 'retry-after': '1' }).end('<html>slow down</html>'); return; }
    if (fault === '429') { this.refuse(response, 429, 'RATE_LIMITED', '操作太频繁，请稍后再试。', true); return; }
    if (fault === 'internal') { this.refuse(response, 200, 'INTERNAL', '系统出现问题，您的内容未丢失，请稍后重试。', true); return; }
    if (fault === 'refused') { this.refuse(response, 200, 'WRONG_STATE', '提案当前所处环节不能进行此操作，请刷新后再看。', false); return; }
    const token = request.headers.authorization?.slice('Bearer '.length);
    if (token && !this.good.has(token)) { this.refuse(response, 401, 'UNAUTHENTICATED', '请先登录。', false); return; }
    const text = upload ? this.file(body) : this.act(name, asked.variables?.input ?? {}, !!token);
    if (fault === 'lost') { request.socket.destroy(); return; }
    if (fault === 'slow') await new Promise((done) => { setTimeout(done, 300); });
    response.writeHead(200, { 'content-type': 'application/json', 'x-request-id': `r-${this.requests.length}` });
    response.end(fault === 'truncated' ? text.slice(0, text.length - 9) : text);
  }

  private refuse(response: ServerResponse, status: number, code: string, message: string, retryable: boolean) {
    response.writeHead(status, { 'content-type': 'application/json', 'x-request-id': 'r-refused' });
    response.end(JSON.stringify({ errors: [{ message, extensions: { code, retryable, requestId: 'r-refused' } }] }));
  }

  private file(body: Buffer): string {
    const key = /name="clientMutationId"\r\n\r\n([^\r]+)/.exec(body.toString('latin1'))?.[1] ?? '';
    if (!this.uploads.includes(key)) this.uploads.push(key);
    return JSON.stringify({ id: `file-${this.uploads.indexOf(key)}` });
  }

  private act(name: string, input: Record<string, unknown>, known: boolean): string {
    const answer = (data: object) => JSON.stringify({ data });
    const refuse = (code: string, message: string) => JSON.stringify({ data: null, errors: [{ message, extensions: { code, retryable: false } }] });
    const key = String(input['clientMutationId'] ?? '');
    if (name === 'LoginWithWechat') {
      const code = String(input['code']);
      if (this.logins.includes(code)) return refuse('WECHAT_CODE_INVALID', '微信登录凭证已失效，请重新进入小程序。');
      this.logins.push(code);
      return answer({ loginWithWechat: this.tokens() });
    }
    if (name === 'RefreshLogin') {
      const refresh = String(input['refreshToken']);
      const before = this.refreshed.get(refresh);
      // A second use under another key is a stolen token.
      if (before && before !== key) return refuse('UNAUTHENTICATED', '请先登录。');
      const again = this.answers.get(key);
      if (again) return again;
      this.refreshed.set(refresh, key);
      this.refreshes.push(key);
      const text = answer({ refreshLogin: this.tokens() });
      this.answers.set(key, text);
      return text;
    }
    if (!known) return refuse('UNAUTHENTICATED', '请先登录。');
    if (key) {
      const again = this.answers.get(key);
      if (again) return again;
      this.effects.push({ operation: name, input });
      const field = `${name[0]?.toLowerCase() ?? ''}${name.slice(1)}`;
      const text = answer({ [field]: { version: this.effects.length, seq: this.effects.length, proposal: { id: `proposal-${this.effects.length}` } } });
      this.answers.set(key, text);
      return text;
    }
    return answer({ me: { level: 2, number: this.requests.length } });
  }

  private speak(socket: WebSocket) {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('message', (data) => {
      const { id, type, payload } = JSON.parse(String(data)) as { id: string; type: string; payload?: { authorization?: string } };
      if (type === 'connection_init') {
        const token = payload?.authorization?.slice('Bearer '.length);
        if (token && !this.good.has(token)) socket.close(4403, 'Forbidden');
        else socket.send('{"type":"connection_ack"}');
      } else if (type === 'subscribe') {
        socket.send(JSON.stringify({ id, type: 'next', payload: { data: { heartbeat: this.serial += 1 } } }));
      }
    });
  }
}
