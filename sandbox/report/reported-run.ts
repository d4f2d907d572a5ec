import type { SandboxStep } from '../../core/ports/sandbox/tools';
import type { ManifestDependency } from '../../manifests/documents/documents';

/** Definition that a program of ours ran. */
export interface ReportedSubject {
	kind: 'agent' | 'process' | 'workflow' | 'node' | 'package';
	/** Without a folder; an agent with its version. */
	name: string;
	/** SHA-256 of the definition's bytes, in hex, as manifests and approvals have it. */
	sha256: string;
	/** The packages outside the folder of a package that its code loads, as its manifest lists them. Absent if no manifest can list the package. */
	dependencies?: readonly ManifestDependency[];
}

/** Source of an answer: a recording, the script of a case, a stand-in, the service itself, the host without a request, or nothing. */
export type StepRule = 'replayed' | 'scripted' | 'stand-in' | 'forwarded' | 'host' | 'refused';

/** One request of a definition's parts to a model, a tool, a collection or a worker. It has nothing of what was asked or answered. */
export interface ReportedStep {
	kind: 'model' | 'tool' | 'tools' | 'passages' | 'http' | 'job';
	/** The model, the tool, the source, the agent, or the job's type. */
	name: string;
	rule: StepRule;
	/** SHA-256 of the canonical request, as recordings have it. */
	sha256: string;
	durationMs: number;
	/** The code of what went wrong. */
	error?: string;
	/** Work of a computer tool in its own sandbox; names of files are masked. */
	sandbox?: SandboxStep;
}

export interface ReportedRun {
	subject: ReportedSubject;
	/** Input, of which the report has the hash. */
	input: string;
	/** Grows while it runs. */
	steps: readonly ReportedStep[];
}
