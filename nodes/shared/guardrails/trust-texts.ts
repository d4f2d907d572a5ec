/** Texts of the fields that say which tools are trusted, and which show others what they ask for: of an agent, and of the check of policies. */
export const tellsText = {
	displayName: 'Tools That Tell Others',
	description:
		'Names of tools that only read, but show others what they look for, such as a search of the web; * stands for any characters',
};

export const trustedResultsText = {
	displayName: 'Trusted Tools',
	description:
		'Names of tools whose results nobody else can write in; * stands for any characters. Never a mailbox, a page or a list that customers fill.',
};
