import { TroupeError } from '../../../core/base/errors';
import type { SandboxRequest } from '../../../core/ports/sandbox/sandbox-step';
import type { ToolSource } from '../../../core/ports/tools/tools';
import { hideSecrets } from '../../../core/tools/hide-secrets';
import type { McpTools } from '../../../core/tools/definition/server-tools';
import { checkPins } from '../../../core/tools/tool-pin';
import { compileForeignSchema } from '../../../core/tools/tool-schema';
import { provenFetch } from '../../http/proven-fetch';
import { composeAccess } from '../http/http-access';
import type { HttpHost } from '../http/http-access';
import { withResidency } from '../settings/residency';
import { guardedFetch } from '../../http/guarded-fetch';
import type { CompileForm } from '../../tools/mcp/mcp-server';
import { createMcpSource } from '../../tools/mcp/mcp-source';
import { SignedAnswers } from '../../../core/tools/signing/signed-answers';
import type { ToolHost } from '../hosts/tool-host';
import { requireListedServer, withoutRedirects } from '../settings/tool-servers';
import { requireConfirmed } from './confirmed-programs';
import { requireProgramsAllowed, startProgram } from './start-program';
import { tellWho, type ToldAs } from './tell-who';
import type { IdentityHost } from './tool-identity';
import { checkEncryption, fill, fillHeaders, lookUpSecrets, readSecretValues } from './tool-secrets';

interface SentCredential {
	credential: string;
	url: string;
	/** Collects the values sent, which no result may repeat. */
	sent: Set<string>;
}

const never = new AbortController().signal;
const maxSent = 20;

/** Adds a credential to requests to its servers, and to no other origin. Renews a token that is about to expire; renews a refused one once. */
function fetchWithCredential(send: typeof fetch, { credential, url, sent }: SentCredential, host: HttpHost): typeof fetch {
	const { origin } = new URL(url);
	return async (input, init = {}) => {
		const address = new URL(input instanceof Request ? input.url : input);
		if (address.origin !== origin) return send(input, init);
		const access = await composeAccess({ kind: 'credential', credential }, new URL(url), host, init.signal ?? never);
		const attempt = async ({ headers, query, secrets, proofKey }: typeof access): Promise<Response> => {
			for (const secret of secrets) if (sent.size < maxSent) sent.add(secret);
			const all = new Headers(init.headers);
			for (const [name, value] of Object.entries(headers)) all.set(name, value);
			const target = new URL(address);
			for (const [name, value] of Object.entries(query)) target.searchParams.set(name, value);
			return provenFetch(send, proofKey)(target, { ...init, headers: all });
		};
		const response = await attempt(access);
		if (response.status !== 401 || !access.renew) return response;
		await response.body?.cancel();
		return attempt(await access.renew());
	};
}

/** Composes the tools of an MCP server. Looks up secrets with the first request. After `close`, the next run of the agent starts it again. */
export function composeServer(definition: McpTools, host: ToolHost & IdentityHost, isInline = false): ToolSource {
	const { server, pins, tools: wanted = pins && Object.keys(pins), effects, signedBy } = definition;
	const signed = signedBy && new SignedAnswers(signedBy);
	const sent = new Set<string>();
	let source: ToolSource | undefined;
	const refused: SandboxRequest[] = [];
	return {
		name: server,
		source: `mcp:${server}`,
		async tools(signal, acting) {
			source ??= createMcpSource({
				server,
				compileForm,
				tools: wanted,
				effects,
				signed,
				reach: await resolveReach(definition, host, { who: `The MCP server "${server}"`, acting, isInline, sent }, signed),
			});
			const tools = await source.tools(signal);
			if (pins) checkPins(server, tools, pins);
			const fixed = readSecretValues(definition, lookUpSecrets(definition, host));
			return tools.map((tool) => hideSecrets(tool, () => [...fixed, ...sent]));
		},
		async close() {
			const ended = source;
			source = undefined;
			await ended?.close();
			refused.push(...(ended?.takeRefused?.() ?? []));
		},
		takeRefused: () => refused.splice(0),
	};
}

const compileForm: CompileForm = async (parameters) =>
	(await compileForeignSchema({ name: 'form', source: 'elicitation', parameters })).findProblem;

async function resolveReach(definition: McpTools, host: ToolHost & IdentityHost, about: ToldAs, signed?: SignedAnswers) {
	const { url, command = '', args = [], env = {}, credential } = definition;
	const { who, sent, acting } = about;
	const secrets = lookUpSecrets(definition, host);
	if (credential !== undefined && !host.allowCredentials) throw withoutCredentials(who, credential);
	if (credential !== undefined && url !== undefined) checkEncryption(who, credential, url);
	if (url !== undefined) requireListedServer(who, url, host.toolServers);
	const own = withoutRedirects(guardedFetch(withResidency(who, host)), host.toolServers);
	const send = await tellWho(signed ? signed.watch(own) : own, definition, about, host);
	if (url !== undefined && credential !== undefined)
		return {
			kind: 'http' as const,
			url,
			headers: fillHeaders(definition, who, secrets),
			send: fetchWithCredential(send, { credential, url, sent }, host),
		};
	if (url !== undefined) return { kind: 'http' as const, url, headers: fillHeaders(definition, who, secrets), send };
	requireProgramsAllowed(definition, host);
	await requireConfirmed(definition, acting?.agent.id ?? 'an agent', host);
	const filled = fill(env, who, secrets);
	return { kind: 'program' as const, key: JSON.stringify([command, ...args]), start: () => startProgram(definition, filled, host) };
}

const withoutCredentials = (who: string, credential: string) =>
	new TroupeError({
		code: 'TOOL_INVALID',
		message: `${who} names the credential ${JSON.stringify(credential)}, which a definition that comes with a request does not get.`,
		fix: 'Store the definition with the operator’s agents, or set TROUPE_ALLOW_INLINE_AGENTS=true.',
		details: { credential },
	});
