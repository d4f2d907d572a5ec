import type { Tone } from '../../parts/status';

export interface Plan {
	id: string;
	state: 'asking' | 'drawn' | 'failed' | 'proved' | 'confirmed' | 'running' | 'ended';
	version: string;
	wish: string;
	questions: Question[];
	conversation: Array<{ from: 'person' | 'planner'; text: string; at: string }>;
	tree?: Tree;
	files?: Array<{ name: string; content: string }>;
	hash?: string;
	explanation?: Explanation;
	cases?: unknown[];
	proof?: Proof;
	faults?: Array<{ path: string; rule: string; message: string; fix: string }>;
	changes?: { blocks: BlockChange[]; plan: FieldChange[] };
	confirmed?: { hash: string; by: string; at: string; engine: string; tree?: Tree };
	runs?: PlanRun[];
	changedAt: string;
}

export interface FieldChange {
	field: string;
	from?: unknown;
	to?: unknown;
}

interface BlockChange {
	id: string;
	name: string;
	change: 'added' | 'removed' | 'changed' | 'moved';
	fields?: FieldChange[];
}

interface Tree {
	id: string;
	name: string;
	inputs: Field[];
}

interface Question {
	id: string;
	text: string;
	choices?: string[];
	default: string;
	why?: string;
}

export interface Field {
	name: string;
	type: string;
	label?: string;
	required?: boolean;
	options?: string[];
}

export interface CostRange {
	low: number;
	likely: number;
	high: number;
	basis: 'recorded' | 'estimated' | 'unknown';
}

export interface StepNote {
	id: string;
	name: string;
	kind: string;
	why: string;
	who: string;
	credentials?: string[];
	given?: string[];
	weak?: string;
	others: Array<{ name: string; purpose: string; score: number }>;
	reads: string[];
	writes: string[];
	personal: string[];
	risks: string[];
	decides?: string;
	cost?: CostRange;
}

interface Explanation {
	summary: string;
	supposed: string[];
	steps: StepNote[];
	cost: CostRange;
	risks: string[];
	unsupported: string[];
	undrawn?: Array<{ text: string }>;
	missing?: string[];
}

export interface Proof {
	passed: boolean;
	cases: Array<{ name: string; passed: boolean; reached: string[]; problem?: string }>;
	missed: string[];
	optional?: string[];
	answers?: Array<{ step: string; recorded: number; supposed: number }>;
	unplayed?: string[];
	at: string;
}

export interface PlanRun {
	instanceKey?: string;
	at: string;
	state?: 'active' | 'incident' | 'completed' | 'terminated';
	waitsFor?: string[];
	incidents?: Array<{ step: string; message: string }>;
	retries?: Array<{ step: string; message: string; at?: string }>;
	cost?: number;
}

export const tones: Record<Plan['state'], Tone> = {
	asking: 'warn',
	drawn: 'busy',
	failed: 'bad',
	proved: 'good',
	confirmed: 'good',
	running: 'busy',
	ended: 'quiet',
};

export const runTones: Record<NonNullable<PlanRun['state']>, Tone> = {
	active: 'busy',
	incident: 'bad',
	completed: 'good',
	terminated: 'quiet',
};

export const readModel = ({ files = [] }: Plan): string | undefined => files.find(({ name }) => name.endsWith('.bpmn'))?.content;
