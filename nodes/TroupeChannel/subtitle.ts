/** The operation in words. */
export const subtitle = `={{
	({
		contact: 'Get a contact',
		conversation: 'Get a conversation',
		handOver: 'Hand over to a person',
		media: 'Send a file',
		pause: 'Pause the agent',
		reaction: 'Send a reaction',
		read: 'Mark as read',
		resume: 'Resume the agent',
		template: 'Send a template',
		text: 'Send a text',
		typing: 'Show typing',
	})[$parameter.operation]
}}`;
