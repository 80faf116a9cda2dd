/** Problems of `workbench roles` that no rule of the file knows. */
export const roleCodes = {
  'ROLES-OFF': 'The environment has no portal, so nobody has a role in it',
} as const;
