export const factsHelp = 'what conditions of policies depend on, such as {"temperature": "cold", "labels": ["vip"]}';
