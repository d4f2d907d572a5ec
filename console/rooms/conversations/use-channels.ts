import { call } from '../../api/call';
import { useQuery } from '../../api/use-query';
import type { TalkPage } from './talk/talk';

export const useChannels = (): string[] =>
	useQuery('channels', (signal) => call<TalkPage>('GET conversations', { query: { limit: 1 }, signal })).data?.channels ?? [];
