import type { AgentOutcome } from '../../core/agents/agent-outcome';
import type { Decision } from '../../core/agents/agent-request';
import type { ImagePart } from '../../core/ports/models/image-shapes';
import type { Host } from '../../providers/compose/hosts/host';
import type { OrderedCall } from './orders';
import type { Answers, Web } from './web';
import type { Range } from './range';

/** One message to an agent whose model obeys everybody. */
export interface AgentScene {
	/** Default: a harmless question. */
	message?: string;
	images?: ImagePart[];
	agent?: DefinitionChanges;
	/** Files beside the definition, by path. */
	files?: Record<string, string>;
	/** Answers of servers. Without it, tools reach the real network, as far as the installation allows. */
	answers?: Answers;
	/** Calls that the customer asks for. */
	does?: OrderedCall[];
	/** The last words of the model. */
	says?: string;
	host?: Partial<Host>;
	facts?: Record<string, string>;
	person?: string;
	conversationId?: string;
	/** Stores the steps of the run, as hosts do that retry. */
	runId?: string;
	/** Aborts the run. */
	signal?: AbortSignal;
	/** Decides once about the calls for which the run waits. */
	decide?: (pending: Suspended['pending']) => Decision[];
	/** The caller, as a host names its callers. */
	startedBy?: string;
	/** The names of who asks, for rules and readers. */
	asker?: string[];
	/** The person who decides. Default: `verify`. */
	by?: string;
	/** Runs while the run waits. The state that it returns is resumed instead. */
	between?: (outcome: Suspended, place: Place) => unknown;
	/** The host that resumes the run, where it differs. */
	resumeHost?: Partial<Host>;
	/** Scenes that are played before, such as earlier turns. */
	before?: AgentScene[];
	/** Defines the agent in the request instead of a folder of the host. */
	isInline?: boolean;
}

/** The result of a scene. */
export interface Seen {
	outcome?: AgentOutcome;
	error?: { code: string; message: string };
	web: Web;
	/** The bodies of the requests to the model. */
	asked: string[];
}

/** Fields of a definition, each in place of the usual one. */
export type DefinitionChanges = Record<string, unknown>;

export type Suspended = Extract<AgentOutcome, { state: unknown }>;

/** The files and the host of a run that waits. */
export interface Place {
	agentFile: string;
	range: Range;
	host: Host;
}
