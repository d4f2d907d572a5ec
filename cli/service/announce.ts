import { accessHint } from '../../service/registry-hints';
import type { Terminal } from '../terminal/terminal';

interface Announced {
	engine: unknown;
	served?: { access: { isOpen: boolean } };
	registryHint: string;
	tokenFile?: string;
	/** Signs a browser on this machine in, once. */
	console?: string;
}

export function announce(terminal: Terminal, url: string, { engine, served, registryHint, tokenFile, console }: Announced): void {
	const addresses = [
		...(engine ? [`Camunda 8 REST API ${url}/v2`] : []),
		`MCP ${url}/mcp`,
		`A2A ${url}/a2a/AGENT`,
		...(served ? [`registry ${url}/api/v1`] : []),
		`keys ${url}/api/v1/keys`,
		`console ${url}/console`,
		`health ${url}/healthz and ${url}/readyz`,
		`metrics ${url}/metrics`,
		`OpenAPI ${url}/openapi.json`,
	];
	terminal.print(`troupe serve is ready at ${url}`);
	terminal.print(addresses.join(', '));
	if (console !== undefined) terminal.print(`console ${console} (once, for ten minutes; another link: troupe console)`);
	if (tokenFile)
		terminal.print(
			`token ${tokenFile}: what callers of /v2 and /metrics send; commands on this machine find it. Keys for others: troupe key create`,
		);
	if (!served) terminal.note(`registry: off. ${registryHint}`);
	else if (!served.access.isOpen) terminal.note(`registry: no access tokens can be issued yet. ${accessHint}`);
}
