import type { MailboxRules } from './mailbox-rules';

/** A value that people set for a setting of an agent. */
export type SettingValue = string | number | readonly string[];
export type SettingValues = Readonly<Record<string, SettingValue>>;
/** `null`: the value of the agent. */
export type ValueChanges = Readonly<Record<string, SettingValue | null>>;

/** A share of the contacts gets other values. */
export interface SettingsTrial {
	/** The number of the change that began it. */
	version: number;
	values: SettingValues;
	/** In percent. */
	share: number;
}

/** Rules of a channel that are only texts and times, so that who may word its answers may change them. */
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
/** Before the `from` of an origin, names its greeting among changes. */
export const greetingPrefix = 'greeting ';
/** By the name of a rule, or of the greeting of an origin. `null`: the default. */
export type RuleChanges = Readonly<Record<string, SettingValue | null>>;

/** The settings of a channel as they count now. */
export interface SettingsState {
	/** Number of the last change or proposal; 0: there was none. Who changes names the one that they know. */
	number: number;
	/** The number of the change from which the values are; 0: those of the agents. */
	version: number;
	values: SettingValues;
	trial: SettingsTrial | null;
}

/** `set`: for all contacts. `try`: for a share; without values, of a trial that runs. `keep`: those of the trial, for all. `undo`: ends the trial, else the last change. `rules`: texts and times of the channel. */
export const settingsActions = ['set', 'try', 'keep', 'undo', 'rules'] as const;
export type SettingsAction = (typeof settingsActions)[number];

export interface NewSettingsChange {
	action: SettingsAction;
	changes: ValueChanges;
	/** In percent, for `try`. */
	share: number | null;
	/** `user:ana`, `key:k1`. */
	by: string;
}

/** An entry of the history. `undone`: an undo took it back. `ended`: of a channel that was removed. */
export interface SettingsChange extends NewSettingsChange {
	number: number;
	state: 'done' | 'proposed' | 'rejected' | 'undone' | 'ended';
	/** Milliseconds since the epoch. */
	at: number;
	/** Who approved or rejected it. */
	decidedBy: string | null;
	decidedAt: number | null;
	reason: string | null;
}

export interface ProposedSettings extends SettingsChange {
	channel: string;
}

/** What an undo took back: the trial that change began, or the change. */
export interface UndoneChange {
	number: number;
	action: SettingsAction;
	/** Rules as they are again. */
	rules: RuleChanges | null;
	/** The change of rules that was made while the trial ran, and stays. */
	stays: number | null;
}

/** `impossible`: the state does not allow it. `changed`: somebody was faster; the last change. `overridden`: it would override a later value of this name. */
export type SettingsResult =
	| { kind: 'done' | 'proposed'; state: SettingsState; change: SettingsChange; undone?: UndoneChange }
	| { kind: 'impossible'; why: SettingsObstacle }
	| { kind: 'changed'; last: SettingsChange }
	| { kind: 'overridden'; name: string };

export type SettingsObstacle = 'trial-runs' | 'no-trial' | 'other-trial' | 'nothing-to-undo' | 'too-many-proposals' | 'not-proposed';

/** Values with which a turn is answered. */
export interface TurnSettings {
	values: SettingValues;
	version: number;
	isTrial: boolean;
}

export interface ChannelSettings {
	read(tenant: string, channel: string): Promise<SettingsState>;
	/** @param known the number of the state that the caller saw @param waits the change becomes a proposal */
	change(tenant: string, channel: string, change: NewSettingsChange, of: { known: number; waits: boolean }): Promise<SettingsResult>;
	/** Approves or rejects a proposal. */
	decide(tenant: string, channel: string, number: number, decision: SettingsDecision): Promise<SettingsResult>;
	/** Newest first. */
	list(tenant: string, channel: string, limit: number, before?: number): Promise<SettingsChange[]>;
	/** Lists those of all channels, the oldest first. */
	listProposals(tenant: string, limit: number): Promise<ProposedSettings[]>;
	/**
	 * Chooses the values of a turn once, and notes them: a turn that is repeated, or goes on later, has the same. Undefined: nobody set anything.
	 * @param isOfTrial says whether the contact is of the share
	 */
	choose(
		tenant: string,
		turn: { id: string; conversation: string; channel: string },
		isOfTrial: (trial: SettingsTrial) => boolean,
	): Promise<TurnSettings | undefined>;
	/** The versions with which conversations were answered, the last first, by conversation. */
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
	/** Turns. */
	turns: number;
	/** Milliseconds since the epoch. */
	firstAt: number;
	lastAt: number;
}
