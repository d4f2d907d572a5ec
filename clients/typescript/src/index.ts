export type { BackgroundOperation, BackgroundOptions } from './background.js';
export { TroupeError } from './errors.js';
export {
	type Decision,
	type Run,
	type RunAnswer,
	type RunEvent,
	type RunOptions,
	type RunRequest,
	Troupe,
	type TroupeOptions,
} from './troupe.js';
export * from './generated/sdk.gen.js';
export type * from './generated/types.gen.js';
