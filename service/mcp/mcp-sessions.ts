import { randomUUID } from 'node:crypto';
import { type AuthInfo, isInitializeRequest, type Server, WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/server';
import { findLargestHolder } from '../../core/base/largest-holder';
import { rpcError } from '../http/json-rpc';

/** A session of revision 2025-11-25: its server can ask the client. */
interface Session {
	transport: WebStandardStreamableHTTPServerTransport;
	owner: string;
	usedAt: number;
}

interface SessionRequest {
	authInfo: AuthInfo;
	parsedBody?: unknown;
}

const maxSessions = 1_000;
const maxIdleMs = 3_600_000;

/** This process's sessions. An unknown one gets 404 and the client begins a new one, as the specification demands. */
export class McpSessions {
	/** Least recently used first. */
	readonly #sessions = new Map<string, Session>();

	constructor(
		private readonly createServer: () => Server,
		private readonly now: () => number = Date.now,
	) {}

	static handles(request: Request, parsedBody: unknown): boolean {
		return request.headers.has('mcp-session-id') || isInitializeRequest(parsedBody);
	}

	async handle(request: Request, { authInfo, parsedBody }: SessionRequest): Promise<Response> {
		const id = request.headers.get('mcp-session-id');
		const session = id === null ? await this.#begin(authInfo) : this.#find(id, authInfo);
		if (!session) return Response.json(rpcError(-32_001, 'Session not found'), { status: 404 });
		return session.transport.handleRequest(request, { authInfo, parsedBody });
	}

	async close(): Promise<void> {
		const sessions = [...this.#sessions.values()];
		this.#sessions.clear();
		await Promise.all(sessions.map(({ transport }) => transport.close()));
	}

	#find(id: string, authInfo: AuthInfo): Session | undefined {
		const session = this.#sessions.get(id);
		if (!session || session.owner !== authInfo.clientId) return undefined;
		this.#sessions.delete(id);
		this.#sessions.set(id, Object.assign(session, { usedAt: this.now() }));
		return session;
	}

	async #begin({ clientId }: AuthInfo): Promise<Session> {
		await this.#makeRoom();
		const transport: WebStandardStreamableHTTPServerTransport = new WebStandardStreamableHTTPServerTransport({
			sessionIdGenerator: randomUUID,
			onsessioninitialized: (id) => void this.#sessions.set(id, session),
			onsessionclosed: (id) => void this.#sessions.delete(id),
		});
		const session: Session = { transport, owner: clientId, usedAt: this.now() };
		await this.createServer().connect(transport);
		return session;
	}

	/** Ends idle sessions, and then the least recently used one of the client with the most. */
	async #makeRoom(): Promise<void> {
		const all = [...this.#sessions];
		const ended = all.filter(([, { usedAt }]) => this.now() - usedAt >= maxIdleMs);
		if (all.length - ended.length >= maxSessions) {
			const { owner: largest } = findLargestHolder(all, ([, { owner }]) => owner);
			ended.push(all.find(([, { owner }]) => owner === largest)!);
		}
		for (const [id] of ended) this.#sessions.delete(id);
		await Promise.all(ended.map(([, { transport }]) => transport.close()));
	}
}
