import type { WriteHandOver } from '../../../core/channels/hand-over-tool';
import type { RequestPattern } from '../../../core/ports/capabilities/request-pattern';
import type { ProgramIsolator } from '../../../core/ports/sandbox/programs';
import type { BrowserOpener, ShellOpener } from '../../../core/ports/sandbox/tools';
import type { LevelCheck, ScriptRunner, Tool } from '../../../core/ports/tools/tools';

export interface ToolGrants {
	/** Returns the secret of `${NAME}` in headers to `server` or in a program's environment; undefined if there is none. */
	secrets?: (name: string, server?: string, tenant?: string) => string | undefined;
	/** For addresses from data: returns only secrets that name their servers. */
	boundSecrets?: ToolGrants['secrets'];
	/** Allows private networks and this machine. Default: false. */
	allowPrivateNetworks?: boolean;
	/** Replaces the network, such as by the rules of a sandbox. */
	outside?: typeof fetch;
	/** Allows definitions to start programs: any (`true`), or those in a file (its path). Default: none. */
	allowPrograms?: boolean | string;
	/** The only MCP servers and foreign agents, as origins: `https://*.example.com`. Default: any. */
	toolServers?: string[];
	/** Allows stored credentials for MCP servers. Default: false. */
	allowCredentials?: boolean;
	/** Believes definitions that say their tools reach less far than usual. Default: true; false for a definition of a request. */
	allowEffects?: boolean;
}

export interface ToolHost extends ToolGrants {
	/** Runs scripts in the sandbox. Absent: an agent with such a tool does not run. */
	runScript?: ScriptRunner;
	/** Refuses an agent before a model is asked if its scripts are isolated too little. Default: the first call of the script fails. */
	requireLevel?: LevelCheck;
	/** Opens shells in the sandbox. Absent: an agent with such a tool does not run. */
	openShell?: ShellOpener;
	/** Starts programs in the sandbox. Absent: an agent with such a program does not run. */
	isolateProgram?: ProgramIsolator;
	/** Asks a person before the first start of an unapproved program. Absent: it does not start. */
	confirmProgram?: (question: string) => Promise<boolean>;
	isPublished?: boolean;
	/** Opens browsers in the sandbox. Absent: an agent with such a tool does not run. */
	openBrowser?: BrowserOpener;
	/** Returns the caller's token during its request: for its issuer only. */
	subjectToken?: () => string;
	tools?: Tool[];
	/** Set if the host itself hands over: stores the reason, also of called agents. */
	writeHandOver?: WriteHandOver;
	/** Receives the reason for a hand-over that later steps perform. */
	hearHandOver?: WriteHandOver;
	/** The only requests that tools send. Default: all. */
	requests?: readonly RequestPattern[];
	/** Grants for a definition of a request, whose sender may not be its author. Default: none. */
	inline?: ToolGrants;
}
