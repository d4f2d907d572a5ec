import type { TObject, TSchema } from 'typebox/type';
import type { Static } from 'typebox/type';
import type { NotedAct } from '../../providers/compose/state/note-act';
import type { Host } from '../../providers/compose/hosts/host';
import type { Progress } from '../../providers/state/operations/operations';
import type { AnyScope } from '../access/scopes';

/** Where an operation is performed, and for whom. */
export interface OperationContext<Place = OperationHost> {
	/** With the tenant whose state it is. */
	host: Place;
	/** Who asks, as logs and records name them: `user:ana`, `key:k1`. */
	by: string;
	/** The id of an operation in the background, which is also that of a run that it is. */
	id?: string;
	signal: AbortSignal;
	/** When the caller asked, of what is done in the background; milliseconds since the epoch. */
	askedAt?: number;
	/** Says how far it is, as often as it likes. */
	report?: (progress: Progress) => void;
}

/** What of a host opens state. The service has a whole one; a command opens what its operations need. */
export type OperationHost = Pick<Host, 'stateFolder' | 'database' | 'redis' | 'vaultKey' | 'clock'> & {
	tenant: string;
	stateFolder: string;
};

/** The input of an operation, by where HTTP carries it. Names are different in all three. */
export interface InputShapes {
	params?: TObject;
	query?: TObject;
	body?: TObject;
}

type Of<Shape> = Shape extends TSchema ? Static<Shape> : unknown;
export type InputOf<Shapes extends InputShapes> = Of<Shapes['params']> & Of<Shapes['query']> & Of<Shapes['body']>;

/** Something that can be done to shared state, by a command on the machine and over HTTP alike. */
export interface Operation<Shapes extends InputShapes = InputShapes, Output = unknown, Place = OperationHost> {
	/** For the OpenAPI document, as the help of a command. */
	summary: string;
	/** The subject, such as `work`. */
	tag: string;
	method: 'GET' | 'POST' | 'PUT' | 'DELETE';
	/** Below `/api/v1`, with params as `:name`. */
	path: string;
	/** What a caller over HTTP has to be allowed; `any` for every known caller. */
	scope: AnyScope | 'any';
	/** Lets callers in who have the scope for some agents or collections only, of whose `perform` tells. */
	isPartial?: true;
	input: Shapes;
	/** Default: 64 KiB. */
	maxBodyBytes?: number;
	/** Requests that are read and worked on at the same time; more get 429 before their bodies are read, or wait in the background. Default: any number. */
	maxAtOnce?: number;
	/**
	 * It may take long: callers can have it done in the background (`Prefer: respond-async`). `repeatable`: it is done again where its process ended;
	 * `once`: it is not, because it may have done something already.
	 */
	inBackground?: 'repeatable' | 'once';
	/** It is done in the background for all callers, who wait for its end with `waitSeconds`. */
	isAlwaysInBackground?: true;
	/** Names what it is done to or with, for lists of what is done in the background: `handbook: leave.pdf`. */
	about?(input: InputOf<Shapes>): string | undefined;
	/** By what a list of them finds it; what callers named is not for that: it is stored in clear. */
	kind?(input: InputOf<Shapes>): string;
	/** Refuses invalid input before it waits in the background. @throws TroupeError */
	check?(input: InputOf<Shapes>, host: Place): void | Promise<void>;
	/** The answer is a text of this type, or of that which `format` of the input names: CSV, or JSON. Default: JSON. */
	mediaType?: 'text/csv' | 'by-format';
	/** Documents the answer. Answers may gain fields. */
	output: TSchema;
	/** Refusals besides those of every operation, by status. */
	refusals?: Record<number, string>;
	/**
	 * What it is in the audit log, where its store does not note it in the transaction of the change: it keeps its data elsewhere.
	 * @param answer undefined where it failed @param fault why it failed @param tenant whose state it is
	 * @returns with an outcome where it did not fail but was refused by a rule; undefined for a preview, which does nothing
	 */
	act?(
		input: InputOf<Shapes>,
		answer?: unknown,
		fault?: unknown,
		tenant?: string,
	): (Omit<NotedAct, 'outcome'> & Partial<Pick<NotedAct, 'outcome'>>) | undefined;
	perform(input: InputOf<Shapes>, context: OperationContext<Place>): Promise<Output>;
}

/** Refusals of operations that call models. */
export const ofModels = {
	409: 'The state does not allow it, or the collection has other vectors',
	501: 'A program for it is missing on the service, or it is unsupported',
	502: 'The model refused',
	504: 'The model did not answer in time',
};
/** Refusals of operations that call another service, such as a provider of messages. */
export const ofOthers = {
	409: 'The state does not allow it, or the credential is invalid',
	501: 'The other service does not support it',
	502: 'The other service refused',
	504: 'It did not answer in time',
};

/** Declares an operation; the types of its input come from its shapes. */
export const operation = <const Shapes extends InputShapes, Output, Place = OperationHost>(
	declared: Operation<Shapes, Output, Place>,
): Operation<Shapes, Output, Place> => declared;
