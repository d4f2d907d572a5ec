import { defaultOutletLimits } from './outlet';

export const outletDescriptor = 4;

/**
 * Routes a sandboxed process's connections to the outlet: `net.connect` and `tls.connect` return a stream of the one socket, so that `http`, `https`,
 * `fetch` and libraries over them work unchanged. Protects nothing: the host decides about each request. The host does TLS, because it must read the
 * requests.
 */
export const outletSource = `
(() => {
	const [net, tls, { Duplex }] = [require('node:net'), require('node:tls'), require('node:stream')];
	let session;
	/** Pending operations: the process may end while there are none. */
	const waiting = new Set();
	const hold = (one, held) => {
		if (held) waiting.add(one);
		else waiting.delete(one);
		if (session?.destroyed === false) waiting.size > 0 ? session.ref() : session.unref();
	};
	function request(headers) {
		if (session === undefined) {
			const socket = new net.Socket({ fd: ${outletDescriptor}, readable: true, writable: true });
			session = require('node:http2').connect('http://host', { createConnection: () => socket });
			session.on('error', () => undefined);
		}
		return session.request(headers, { endStream: false });
	}
	/** Connections that the host would refuse wait until others end. */
	const [queue, maxOpen] = [[], ${defaultOutletLimits.concurrent}];
	let open = 0;
	const openNext = () => {
		while (open < maxOpen && queue.length > 0) {
			const socket = queue.shift();
			if (socket.destroyed) continue;
			if (session?.destroyed || session?.closed) {
				socket.destroy(socket.unreachable());
				continue;
			}
			open += 1;
			socket.open().once('close', () => {
				open -= 1;
				openNext();
			});
		}
	};
	const refused = (message, code) => Object.assign(new Error(message), { code });
	/** RFC 9113, 7: HTTP_1_1_REQUIRED. */
	const isUncarried = (stream) => stream.rstCode === 13;
	const explain = (name) => 'The sandbox carries HTTP/1.1 requests only: WebSocket, HTTP/2, tunnels and other protocols are refused (' + name + ')';
	const uncarried = (name) => {
		explainToWebSocket();
		return refused(explain(name), 'ERR_SANDBOX_PROTOCOL');
	};
	/** The error of Node's own WebSocket has no text. Node loads it when code asks for it, so that it is changed no sooner. */
	const explainToWebSocket = () => {
		const { prototype } = globalThis.WebSocket ?? {};
		if (!prototype || Object.hasOwn(prototype, 'dispatchEvent')) return;
		prototype.dispatchEvent = function (event) {
			const error = refused(explain(URL.parse(this.url)?.host), 'ERR_SANDBOX_PROTOCOL');
			if (event.type === 'error') Object.defineProperties(event, { error: { value: error }, message: { value: error.message } });
			return EventTarget.prototype.dispatchEvent.call(this, event);
		};
	};

	class OutletSocket extends Duplex {
		constructor({ host, port, path, timeout }, scheme, listener) {
			super({ allowHalfOpen: false });
			Object.assign(this, { connecting: true, pending: true, encrypted: scheme === 'https', authorized: scheme === 'https' });
			Object.assign(this, { remoteAddress: '192.0.2.1', remoteFamily: 'IPv4', remotePort: Number(port), localAddress: '192.0.2.2', localPort: 1 });
			Object.assign(this, { alpnProtocol: false, servername: host, timeout: 0, bytesRead: 0, bytesWritten: 0 });
			if (listener) this.once(scheme === 'https' ? 'secureConnect' : 'connect', listener);
			if (timeout) this.setTimeout(timeout);
			if (path) return void this.destroy(refused('connect EACCES ' + path, 'EACCES'));
			Object.assign(this, { host: host === undefined ? 'localhost' : String(host), port, scheme });
			this.ref();
			queue.push(this);
			openNext();
			// Clients give up a connection that is not there in time: it is, and its bytes wait.
			if (!this.stream) setImmediate(() => this.connected());
		}
		connected() {
			if (!this.connecting || this.destroyed) return;
			Object.assign(this, { connecting: false, pending: false });
			for (const event of ['connect', 'ready', 'secureConnect']) if (event !== 'secureConnect' || this.encrypted) this.emit(event);
		}
		open() {
			const { host, port, scheme } = this;
			const authority = (host.includes(':') && !host.startsWith('[') ? '[' + host + ']' : host) + ':' + port;
			this.stream = request({ ':method': 'CONNECT', ':authority': authority, 'troupe-scheme': scheme });
			this.stream.on('response', (headers) => {
				if (headers[':status'] !== 200) return void this.destroy(this.unreachable());
				this.connected();
			});
			this.stream.on('data', (chunk) => {
				this.bytesRead += chunk.length;
				this.rest();
				if (!this.push(chunk)) this.stream.pause();
			});
			// Whether the host ended or refused the connection is known when both sides are closed.
			this.stream.on('end', () => this.stream.end());
			const broken = () => (isUncarried(this.stream) ? uncarried(host + ':' + port) : this.connecting ? this.unreachable() : undefined);
			this.stream.on('error', () => this.destroy(broken() ?? refused('read ECONNRESET', 'ECONNRESET')));
			this.stream.on('close', () => {
				if (broken()) return void this.destroy(broken());
				// What came before the end may not be read yet.
				this.unref();
				this.push(null);
				this.read(0);
			});
			this.begin?.();
			return this.stream;
		}
		_read() { this.stream?.resume(); }
		unreachable() { return refused('connect ECONNREFUSED ' + this.host + ':' + this.port, 'ECONNREFUSED'); }
		/** One write at a time waits for the connection. */
		whenOpen(action) { this.stream ? action() : (this.begin = action); }
		_write(chunk, encoding, done) {
			this.bytesWritten += chunk.length;
			this.rest();
			this.whenOpen(() => this.stream.write(chunk, encoding, done));
		}
		_final(done) {
			this.whenOpen(() => (this.stream.writable ? this.stream.end(() => done()) : done()));
		}
		_destroy(error, done) {
			clearTimeout(this.timer);
			this.unref();
			this.stream?.close(8);
			done(error);
		}
		rest() { this.timer?.refresh(); }
		setTimeout(timeout, listener) {
			clearTimeout(this.timer);
			this.timeout = timeout;
			if (listener) this.once('timeout', listener);
			this.timer = timeout > 0 ? setTimeout(() => this.emit('timeout'), timeout).unref() : undefined;
			return this;
		}
		setNoDelay() { return this; }
		setKeepAlive() { return this; }
		ref() {
			if (!this.destroyed) hold(this, true);
			return this;
		}
		unref() {
			hold(this, false);
			return this;
		}
		address() { return { address: this.localAddress, port: this.localPort, family: 'IPv4' }; }
		destroySoon() { this.writable ? this.end() : this.destroy(); }
		getPeerCertificate() { return {}; }
		getSession() { return undefined; }
		isSessionReused() { return false; }
		getCipher() { return {}; }
		getProtocol() { return this.encrypted ? 'TLSv1.3' : null; }
		setServername() {}
	}

	/** TLS over a connection that is open already is a connection of its own to the same place. */
	const over = ({ socket, ...options }) => (socket instanceof OutletSocket ? { ...options, host: socket.servername, port: socket.remotePort } : options);
	const connect = (...values) => {
		const [options, listener] = net._normalizeArgs(values);
		return new OutletSocket({ port: 80, ...options }, 'http', listener);
	};
	net.connect = net.createConnection = connect;
	tls.connect = (...values) => {
		const [options, listener] = net._normalizeArgs(values);
		return new OutletSocket({ port: 443, ...over({ ...values.find((value) => value !== null && typeof value === 'object'), ...options }) }, 'https', listener);
	};
	require('node:module').syncBuiltinESMExports();

	/** Asks the host for something that it does for this run. */
	process[Symbol.for('troupe.call')] = async (name, input) => {
		const stream = request({ ':method': 'POST', ':path': '/calls/' + encodeURIComponent(name) });
		hold(stream, true);
		stream.once('close', () => hold(stream, false)).end(Buffer.from(JSON.stringify(input ?? null)));
		const chunks = [];
		for await (const chunk of stream) chunks.push(chunk);
		if (chunks.length === 0) throw refused('The host does not answer', 'OUTLET_CLOSED');
		const { result, error } = JSON.parse(Buffer.concat(chunks).toString());
		if (error) throw Object.assign(new Error(error.message), error);
		return result;
	};
})();
`;
