import type { TObject, TSchema } from 'typebox/type';
import type { Static } from 'typebox/type';
import type { NotedAct } from '../../providers/compose/state/note-act';
import type { Host } from '../../providers/compose/hosts/host';
import type { Progress } from '../../providers/state/operations/operations';
import type { AnyScope } from '../access/scopes';

export interface OperationContext<Place = OperationHost> {
	/** Includes the tenant of the state. */
	host: Place;
	/** The caller, as logs and records name it: `user:ana`, `key:k1`. */
	by: string;
	id?: string;
	signal: AbortSignal;
	/** Time of a background request; milliseconds since the epoch. */
	askedAt?: number;
	report?: (progress: Progress) => void;
}

export type OperationHost = Pick<Host, 'stateFolder' | 'database' | 'redis' | 'vaultKey' | 'clock'> & {
	tenant: string;
	stateFolder: string;
};

/** Input by its place in HTTP. Names differ in all three. */
export interface InputShapes {
	params?: TObject;
	query?: TObject;
	body?: TObject;
}

type Of<Shape> = Shape extends TSchema ? Static<Shape> : unknown;
export type InputOf<Shapes extends InputShapes> = Of<Shapes['params']> & Of<Shapes['query']> & Of<Shapes['body']>;

/** An act on shared state, by a local command or over HTTP. */
export interface Operation<Shapes extends InputShapes = InputShapes, Output = unknown, Place = OperationHost> {
	/** For the OpenAPI document and a command's help. */
	summary: string;
	tag: string;
	method: 'GET' | 'POST' | 'PUT' | 'DELETE';
	/** Below `/api/v1`, with params as `:name`. */
	path: string;
	scope: AnyScope | 'any';
	/** Admits callers with the scope for some agents or collections, which `perform` checks. */
	isPartial?: true;
	input: Shapes;
	/** Default: 64 KiB. */
	maxBodyBytes?: number;
	/** Requests at the same time; more get 429 before their bodies are read, or wait in the background. Default: any number. */
	maxAtOnce?: number;
	/**
	 * Can take long: callers may choose the background (`Prefer: respond-async`). `repeatable`: repeated after its process ends; `once`: not, because
	 * it may have had effects.
	 */
	inBackground?: 'repeatable' | 'once';
	/** Always in the background; callers wait for the end with `waitSeconds`. */
	isAlwaysInBackground?: true;
	/** Names the subject in lists of background work: `handbook: leave.pdf`. */
	about?(input: InputOf<Shapes>): string | undefined;
	/** Search key in such lists, stored in clear: no caller's names. */
	kind?(input: InputOf<Shapes>): string;
	/** Refuses invalid input before the background. @throws TroupeError */
	check?(input: InputOf<Shapes>, host: Place): void | Promise<void>;
	/** Type of a text answer, or by the input's `format`: CSV, or JSON. Default: JSON. */
	mediaType?: 'text/csv' | 'by-format';
	/** Answers may gain fields. */
	output: TSchema;
	refusals?: Record<number, string>;
	/**
	 * The audit log entry if the store does not write it in the change's transaction: it keeps its data elsewhere. @param answer undefined if it
	 * failed @param fault why it failed @param tenant whose state it is @returns with an outcome if a rule refused it without a fault; undefined for
	 * a preview, which does nothing
	 */
	act?(
		input: InputOf<Shapes>,
		answer?: unknown,
		fault?: unknown,
		tenant?: string,
	): (Omit<NotedAct, 'outcome'> & Partial<Pick<NotedAct, 'outcome'>>) | undefined;
	perform(input: InputOf<Shapes>, context: OperationContext<Place>): Promise<Output>;
}

/** For operations that call models. */
export const ofModels = {
	409: 'The state does not allow it, or the collection has other vectors',
	501: 'A program for it is missing on the service, or it is unsupported',
	502: 'The model refused',
	504: 'The model did not answer in time',
};
/** For operations that call another service, such as a message provider. */
export const ofOthers = {
	409: 'The state does not allow it, or the credential is invalid',
	501: 'The other service does not support it',
	502: 'The other service refused',
	504: 'It did not answer in time',
};

export const operation = <const Shapes extends InputShapes, Output, Place = OperationHost>(
	declared: Operation<Shapes, Output, Place>,
): Operation<Shapes, Output, Place> => declared;
