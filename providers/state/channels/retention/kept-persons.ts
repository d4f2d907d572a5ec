/** Conditions on what no cleaning removes: it is under a legal hold, or the processing of its person is restricted. */
import { isOnHold } from '../../../database/legal-holds';
import { restrictedContact } from '../contacts/restricted-rows';

export const isContactKept = `(${isOnHold('contact', ['id'])} OR ${restrictedContact('contact.tenant', 'contact.id')})`;
export const isConversationKept = `(${isOnHold('conversation', ['id', 'contact'])} OR
	${restrictedContact('conversation.tenant', 'conversation.contact')})`;
