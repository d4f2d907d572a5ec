import type { Origin } from '../../../core/ports/memory';
import type { Level } from '../../levels/level';

/** What every run says about itself, besides what its kind needs. */
export interface RunRequest {
	kind: 'script' | 'agent' | 'process' | 'workflow' | 'node' | 'package';
	/** The least level. */
	level?: Level;
	memoryMb?: number;
	timeMs?: number;
	/** `METHOD HOST`, as far as the operator lets callers. */
	allow?: string[];
	/** `HOST=NAME`, or the name of a provider of models. */
	standIn?: string[];
	/** A document with recordings, and which of them answers. */
	recordings?: object;
	case?: string;
	/** A list of capabilities: what it lacks is refused. */
	capabilities?: object;
}

export interface ScriptRequest extends RunRequest {
	source: string;
	name?: string;
	input?: string;
}

export interface AgentRunRequest extends RunRequest {
	/** An offered agent: `support`, or a published version of it: `support@^1.2`. */
	agent?: string;
	/** The text of a definition, or the definition. */
	definition?: string | object;
	message: string;
	conversation?: string;
	person?: string;
	facts?: object;
	/** Where texts of others came from that the message can repeat. */
	origins?: Origin[];
	/** Whether calls that wait for a person are approved. */
	approve?: boolean;
}

export interface ProcessRunRequest extends RunRequest {
	files: Array<{ name: string; content: string }>;
	variables?: object;
	/** A case: what workers, persons and others answer. */
	script?: object;
	process?: string;
	target?: '8.6' | '8.8';
}

interface NodeInput extends RunRequest {
	items?: object[];
	/** By type, with invented values: no secret is put into them. */
	credentials?: Record<string, Record<string, unknown>>;
}

export interface WorkflowRunRequest extends NodeInput {
	/** As n8n exports it: as text, or the document. */
	workflow: string | object;
	start?: string;
}

export interface NodeRunRequest extends NodeInput {
	/** `n8n-nodes-base.httpRequest@4.2` */
	node: string;
	parameters?: object;
}

export interface PackageRunRequest extends RunRequest {
	/** The name of one that n8n has. */
	package?: string;
	/** In base64. */
	tarball?: string;
}
