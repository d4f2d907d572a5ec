import type { Signal } from '../../engine/messages';
import type { Variables } from '../../engine/variables';
import type { Starter } from './starter';
import type { Trigger } from '../state/instances/element-instance';

/** A message on its way to the element that waits for it, with the caller who published it. */
export interface Correlation extends Starter {
	messageKey: number;
	processId: string;
	elementInstanceKey: number;
	elementId: string;
	name: string;
	correlationKey: string;
	variables: Variables;
}

/** A signal on its way. */
export interface Broadcast extends Signal {
	variables: Variables;
	/** A broadcast that continues: its key, and the last place that it reached. Subscriptions with a later key are not reached. */
	reached?: { key: number; place: number };
}

/** One thing that follows from another, as Zeebe's follow-up commands do. */
export type Step =
	/** A scope of 0 means none: a process instance begins, with a `key` assigned beforehand. */
	| {
			kind: 'activate';
			definitionKey: number;
			scopeKey: number;
			elementId: string;
			key?: number;
			flowId?: string;
			/** Its scope counts it as a token on its way. */
			counted?: true;
			trigger?: Trigger;
			/** Variables that the element begins with. */
			locals?: Variables;
	  }
	| { kind: 'complete'; key: number }
	| { kind: 'terminate'; key: number }
	/** Ends everything in the scope except an element that goes on, and everything created before `after`. */
	| { kind: 'terminate-children'; key: number; except?: string; after?: number }
	/** The remaining iterations of a multi-instance body. */
	| { kind: 'begin-iterations'; key: number; count: number; from?: number }
	/** So many listeners of the element's event are done. */
	| { kind: 'listened'; key: number; done: number }
	/** So many listeners of the change of a user task are done. */
	| { kind: 'task-listened'; key: number; done: number }
	/** Ends an instance with everything in it, whatever listens. */
	| { kind: 'terminate-at-once'; key: number }
	/** Ends an element that waited for the listeners of its user task. */
	| { kind: 'end'; key: number }
	/** Tries again what an incident stopped. */
	| { kind: 'retry'; key: number }
	/** Looks for a message that is buffered for a subscription. */
	| { kind: 'look-for-message'; subscriptionKey: number }
	| { kind: 'correlate'; correlation: Correlation }
	| { kind: 'broadcast'; broadcast: Broadcast }
	| { kind: 'ring'; timerKey: number };
