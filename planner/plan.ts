import type { TreeDifference } from './change/compare-trees';
import type { Fault, PlanTree } from './tree/plan-tree';

/** The slots of the picture that an interview makes of a wish, in the order in which they matter. */
export const slots = [
	'goal',
	'trigger',
	'actors',
	'systems',
	'data',
	'decisions',
	'exceptions',
	'approvals',
	'limits',
	'deadline',
] as const;
export type Slot = (typeof slots)[number];

export interface SlotValue {
	text: string;
	from: 'wish' | 'answer' | 'supposed';
	question?: string;
	/** True if it decides between statements of the wish that exclude each other. */
	isConflict?: boolean;
	isLeft?: boolean;
}

export type Picture = Partial<Record<Slot, SlotValue>>;

export interface Question {
	id: string;
	slot: Slot;
	text: string;
	/** Choices to offer; other words are possible. */
	choices?: string[];
	default: string;
	/** The part of the plan that it changes. */
	why?: string;
}

export interface Line {
	from: 'person' | 'planner';
	text: string;
	at: string;
}

export interface Candidate {
	kind: 'agent' | 'node' | 'process';
	/** As the step names it: `support@^1.2`, `n8n-nodes-base.slack`, `troupe:send`. */
	name: string;
	version?: string;
	/** SHA-256 of its manifest. */
	manifest?: string;
	purpose: string;
	/** 0 to 1. */
	score: number;
	reasons: string[];
	weak?: string;
	cost?: CostRange;
	risk: 'reads' | 'reversible' | 'irreversible';
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
	/** An agent with its version, a node, or a group of people. */
	who: string;
	credentials?: string[];
	/** What it is given: `channel: sales`, `POST https://erp.example/orders`. */
	given?: string[];
	/** Why who does it may not fit. */
	weak?: string;
	/** Other things that could do it. */
	others: Candidate[];
	/** Variables that it reads and sets; those with personal data. */
	reads: string[];
	writes: string[];
	personal: string[];
	risks: string[];
	/** The decision of a person. */
	decides?: string;
	/** Cost of one performance, and how often it is performed in an instance. */
	cost?: CostRange;
	times: { low: number; high: number };
}

export interface Undrawn {
	text: string;
	/** True if it asks for something: other sentences are background. */
	isTask: boolean;
}

export interface Explanation {
	summary: string;
	supposed: string[];
	steps: StepNote[];
	cost: CostRange;
	risks: string[];
	/** Steps that nobody can do yet. */
	unsupported: string[];
	undrawn?: Undrawn[];
	missing?: string[];
}

/** A case of the plan: engine-adapter/cases plays `case`, and `reaches` names the branch it is there for. */
export interface PlanCase {
	name: string;
	reaches: string;
	case: Record<string, unknown>;
}

export interface Proof {
	/** True if every branch was reached and every case ended as it should. */
	passed: boolean;
	cases: Array<{ name: string; passed: boolean; reached: string[]; problem?: string }>;
	/** Branches that no case goes, each with the reason and what to do. */
	missed: string[];
	/** Ways that no case went either, and that the proof passes without, such as an empty list. */
	optional?: string[];
	/** By step, how many answers of jobs and agents in the cases were recorded, and how many are supposed. */
	answers?: Array<{ step: string; recorded: number; supposed: number }>;
	/** Agents whose recordings could not be played, each with the reason, in sentences. Their answers are supposed. */
	unplayed?: string[];
	at: string;
}

export interface PlanRun {
	/** Key of the instance. Absent where the engine starts it by itself: by a message or a time. */
	instanceKey?: string;
	hash: string;
	/** Names the start: by the SHA-256 of the caller's key, where one was given. */
	attempt: string;
	/** SHA-256 of the key and the variables. */
	request?: string;
	/** It was begun, and how it ended is not noted. */
	isStarting?: true;
	engine: string;
	at: string;
	state?: 'active' | 'incident' | 'completed' | 'terminated';
	/** Steps that wait for people, by name. */
	waitsFor?: string[];
	/** What stands still, and why. */
	incidents?: Array<{ key?: string; step: string; message: string }>;
	/** Steps that failed and are tried again by themselves: when, and why. */
	retries?: Array<{ step: string; message: string; left: number; at?: string }>;
	/** In US dollars, of the calls of models with a known price. */
	cost?: number;
}

export const planStates = ['asking', 'drawn', 'failed', 'proved', 'confirmed', 'running', 'ended'] as const;

export interface Plan {
	id: string;
	state: (typeof planStates)[number];
	version: string;
	language: 'en' | 'pt';
	wish: string;
	picture: Picture;
	questions: Question[];
	later?: Question[];
	cannot?: string[];
	answers: Record<string, string>;
	unasked?: string[];
	conversation: Line[];
	tree?: PlanTree;
	/** BPMN with its diagram, and the forms by their file names. */
	files?: Array<{ name: string; content: string }>;
	/** SHA-256 of the deployed files: what is confirmed. */
	hash?: string;
	explanation?: Explanation;
	cases?: PlanCase[];
	proof?: Proof;
	/** Problems that are left: with them the plan failed. */
	faults?: Fault[];
	difference?: TreeDifference;
	/** Its files and tree are kept, as a change of the plan makes others. */
	confirmed?: {
		version: string;
		hash: string;
		by: string;
		at: string;
		engine: string;
		statement: string;
		files?: Plan['files'];
		tree?: PlanTree;
	};
	runs?: PlanRun[];
	createdAt: string;
	changedAt: string;
}
