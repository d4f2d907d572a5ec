import type { ChannelParts } from '../../core/channels/channel-parts';
import { giveEmergencyToPeople } from '../../core/channels/give-emergency-to-people';
import { handOver } from '../../core/channels/hand-over';
import type { Turn } from '../../core/ports/channels/mailbox';
import type { Host } from '../../providers/compose/hosts/host';
import { readTenantPeople } from '../../providers/compose/state/host-tenants';

/** Gives a turn that could not be answered to people, if it tells of an emergency, where no agent says what the customer reads. */
export const giveEmergency = (parts: ChannelParts, host: Host) => async (turn: Turn, holder: string) => {
	const { country } = await readTenantPeople({ ...host, tenant: turn.conversation.tenant });
	return giveEmergencyToPeople({ ...parts, handOver: (request) => handOver(parts, request), country }, turn, holder);
};
