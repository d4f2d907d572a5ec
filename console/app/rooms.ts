import type { ComponentType } from 'preact';
import { may } from '../api/session';
import type { roomWords } from './room-words';

interface Room {
	name: Parameters<typeof roomWords>[0];
	/** Any of these scopes suffices; the API checks by itself. */
	needs: string[];
	load: () => Promise<{ default: ComponentType }>;
}

export const rooms: Room[] = [
	{ name: 'inbox', needs: [], load: () => import('../rooms/inbox/inbox-room') },
	{ name: 'conversations', needs: ['conversation:read'], load: () => import('../rooms/conversations/conversations-room') },
	{ name: 'runs', needs: ['run:read'], load: () => import('../rooms/runs/runs-room') },
	{ name: 'plans', needs: ['process:read'], load: () => import('../rooms/plans/plans-room') },
	{ name: 'processes', needs: ['process:read'], load: () => import('../rooms/processes/processes-room') },
	{ name: 'agents', needs: ['agent:run', 'registry:read', 'evaluation:read'], load: () => import('../rooms/agents/agents-room') },
	{ name: 'knowledge', needs: ['knowledge:read'], load: () => import('../rooms/knowledge/knowledge-room') },
	{ name: 'costs', needs: ['usage:read'], load: () => import('../rooms/costs/costs-room') },
	{
		name: 'trust',
		needs: ['audit:read', 'keys:manage', 'registry:read', 'doctor:read', 'channel:manage', 'tenant:manage'],
		load: () => import('../rooms/trust/trust-room'),
	},
	{ name: 'health', needs: [], load: () => import('../rooms/health/health-room') },
];

export const openRooms = (): Room[] => rooms.filter(({ needs }) => needs.length === 0 || may(...needs));
