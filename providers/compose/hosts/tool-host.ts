import type { WriteHandOver } from '../../../core/channels/hand-over-tool';
import type { RequestPattern } from '../../../core/ports/capabilities/request-pattern';
import type { ProgramIsolator } from '../../../core/ports/sandbox/programs';
import type { BrowserOpener, ShellOpener } from '../../../core/ports/sandbox/tools';
import type { LevelCheck, ScriptRunner, Tool } from '../../../core/ports/tools/tools';

/** What the tools of a definition are allowed to do. */
export interface ToolGrants {
	/** Returns the secret that `${NAME}` stands for in headers sent to `server` or in the environment of a program; undefined if there is none. */
	secrets?: (name: string, server?: string, tenant?: string) => string | undefined;
	/** The same for addresses that data decide: returns only secrets that name their servers. */
	boundSecrets?: ToolGrants['secrets'];
	/** Allows tools to call private networks and this machine. Default: false. */
	allowPrivateNetworks?: boolean;
	/** Answers requests in place of the network, and decides about them, such as the rules of a sandbox. */
	outside?: typeof fetch;
	/** Allows definitions to start programs that serve tools: any (`true`), or those that a file lists, by its path. Default: none. */
	allowPrograms?: boolean | string;
	/** The only MCP servers and agents of others that are called, as origins: `https://*.example.com`. Default: any. */
	toolServers?: string[];
	/** Allows definitions to name credentials of the store for MCP servers. Default: false. */
	allowCredentials?: boolean;
	/** Believes definitions that their tools reach less far than is usual. Default: true; for a definition that came with the request, false. */
	allowEffects?: boolean;
}

/** What tools are allowed to do. */
export interface ToolHost extends ToolGrants {
	/** Runs scripts of definitions in the sandbox. Without it, an agent with such a tool does not run. */
	runScript?: ScriptRunner;
	/** Refuses an agent whose scripts this machine does not isolate far enough, before a model is asked. Default: the first call of the script fails. */
	requireLevel?: LevelCheck;
	/** Opens shells of definitions in the sandbox. Without it, an agent with such a tool does not run. */
	openShell?: ShellOpener;
	/** Starts programs of definitions in the sandbox. Without it, an agent with such a program does not run. */
	isolateProgram?: ProgramIsolator;
	/** Asks a person before the first start of a program that nobody approved. Without it, such a program does not start. */
	confirmProgram?: (question: string) => Promise<boolean>;
	/** True if the definition is that of a published version, which somebody approved. */
	isPublished?: boolean;
	/** Opens browsers of definitions in the sandbox. Without it, an agent with such a tool does not run. */
	openBrowser?: BrowserOpener;
	/** Returns the token with which the caller of a service asks, as long as its request lasts: for its issuer only. */
	subjectToken?: () => string;
	/** The host's own tools, such as those connected in n8n. */
	tools?: Tool[];
	/** Set where the host gives a conversation to people by itself, whatever tools an agent has: keeps why, also of called agents. */
	writeHandOver?: WriteHandOver;
	/** Hears why an agent asked for a person, where what follows gives the conversation to one. */
	hearHandOver?: WriteHandOver;
	/** The only requests that tools of the definition send. Default: all. */
	requests?: readonly RequestPattern[];
	/** The same for a definition that came with the request: whoever sends messages may not be its author. Default: nothing. */
	inline?: ToolGrants;
}
