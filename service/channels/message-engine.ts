import type { ProcessEngine } from '../../engine-adapter/engine/process-engine';

/** What channels need of an engine that their turns go to. */
export type MessageEngine = Pick<
	ProcessEngine,
	'publishMessage' | 'findMessageReaders' | 'listMessageStarts' | 'listCancelled' | 'identify' | 'canTakeMessage'
>;
