import type { ProcessEngine } from '../../engine-adapter/engine/process-engine';

export type MessageEngine = Pick<
	ProcessEngine,
	'publishMessage' | 'findMessageReaders' | 'listMessageStarts' | 'listCancelled' | 'identify' | 'canTakeMessage'
>;
