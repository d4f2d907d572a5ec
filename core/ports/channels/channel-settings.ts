import type { MailboxRules } from './mailbox-rules';

export type SettingValue = string | number | readonly string[];
export type SettingValues = Readonly<Record<string, SettingValue>>;
/** `null`: the agent's value. */
export type ValueChanges = Readonly<Record<string, SettingValue | null>>;

export interface SettingsTrial {
	version: number;
	values: SettingValues;
	/** In percent. */
	share: number;
}

/** Only texts and times, so the editor of answers may change them. */
export const wordingRules = [
	'hours',
	'holidays',
	'timeZone',
	'whenClosed',
	'closedText',
	'followUps',
	'waitText',
	'agentWaitMs',
	'personWaitMs',
] as const satisfies ReadonlyArray<keyof MailboxRules>;
/** Before an origin's `from`, names its greeting. */
export const greetingPrefix = 'greeting ';
/** By rule, or greeting of an origin. `null`: the default. */
export type RuleChanges = Readonly<Record<string, SettingValue | null>>;

export interface SettingsState {
	/** Number of the last change or proposal; 0: none. A change names the last one it knows. */
	number: number;
	version: number;
	values: SettingValues;
	trial: SettingsTrial | null;
}

/**
 * `set`: for all contacts. `try`: for a share; without values, of a running trial. `keep`: the trial's values for all. `undo`: ends the trial, else
 * the last change. `rules`: texts and times of the channel.
 */
export const settingsActions = ['set', 'try', 'keep', 'undo', 'rules'] as const;
type SettingsAction = (typeof settingsActions)[number];

export interface NewSettingsChange {
	action: SettingsAction;
	changes: ValueChanges;
	/** In percent, for `try`. */
	share: number | null;
	by: string;
}

/** `undone`: an undo took it back. `ended`: of a removed channel. */
export interface SettingsChange extends NewSettingsChange {
	number: number;
	state: 'done' | 'proposed' | 'rejected' | 'undone' | 'ended';
	/** Milliseconds since the epoch. */
	at: number;
	decidedBy: string | null;
	decidedAt: number | null;
	reason: string | null;
}

interface ProposedSettings extends SettingsChange {
	channel: string;
}

export interface UndoneChange {
	number: number;
	action: SettingsAction;
	rules: RuleChanges | null;
	stays: number | null;
}

/** `impossible`: the state does not allow it. `changed`: somebody was faster. `overridden`: a later value of this name exists. */
export type SettingsResult =
	| { kind: 'done' | 'proposed'; state: SettingsState; change: SettingsChange; undone?: UndoneChange }
	| { kind: 'impossible'; why: SettingsObstacle }
	| { kind: 'changed'; last: SettingsChange }
	| { kind: 'overridden'; name: string };

export type SettingsObstacle = 'trial-runs' | 'no-trial' | 'other-trial' | 'nothing-to-undo' | 'too-many-proposals' | 'not-proposed';

export interface TurnSettings {
	values: SettingValues;
	version: number;
	isTrial: boolean;
}

export interface ChannelSettings {
	read(tenant: string, channel: string): Promise<SettingsState>;
	/** @param known number of the state that the caller saw @param waits the change becomes a proposal */
	change(tenant: string, channel: string, change: NewSettingsChange, of: { known: number; waits: boolean }): Promise<SettingsResult>;
	decide(tenant: string, channel: string, number: number, decision: SettingsDecision): Promise<SettingsResult>;
	list(tenant: string, channel: string, limit: number, before?: number): Promise<SettingsChange[]>;
	listProposals(tenant: string, limit: number): Promise<ProposedSettings[]>;
	/**
	 * Chooses once and notes the values for repeated and continued turns. Undefined: nobody set anything. @param isOfTrial true if the contact
	 * belongs to the share
	 */
	choose(
		tenant: string,
		turn: { id: string; conversation: string; channel: string },
		isOfTrial: (trial: SettingsTrial) => boolean,
	): Promise<TurnSettings | undefined>;
	listUsed(tenant: string, conversations: readonly string[]): Promise<Map<string, UsedSettings[]>>;
}

export interface SettingsDecision {
	isApproved: boolean;
	by: string;
	reason: string | null;
}

export interface UsedSettings {
	version: number;
	isTrial: boolean;
	turns: number;
	/** Milliseconds since the epoch. */
	firstAt: number;
	lastAt: number;
}
