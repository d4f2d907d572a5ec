/** Conditions on rows that cleanings keep: under legal hold or restriction. */
import { isOnHold } from '../../../database/legal-holds';
import { restrictedContact } from '../contacts/restricted-rows';

export const isContactKept = `(${isOnHold('contact', ['id'])} OR ${restrictedContact('contact.tenant', 'contact.id')})`;
export const isConversationKept = `(${isOnHold('conversation', ['id', 'contact'])} OR
	${restrictedContact('conversation.tenant', 'conversation.contact')})`;
