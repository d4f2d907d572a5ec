/** The operation in words. */
export const subtitle = `={{
	((parameters) => ({
		addNote: 'Add a note',
		findCompany: 'Find a company',
		recordContact: 'Record a contact',
		recordLead: 'Record a lead',
	})[parameters.operation])($parameter)
}}`;
