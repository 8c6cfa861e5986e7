/** The codes that a form offers at the door: the frequent relations of GB/T 4761, kinds of document, residency. */
export const RELATIONS: readonly string[] = [
  '02', '10', '11', '12', '20', '30', '28', '38', '41', '42', '43', '44', '51', '52', '53', '54', '55', '56', '61',
  '62', '63', '64', '71', '73', '75', '77', '93', '94', '97', '99',
]
export const ID_KINDS = ['id_card', 'birth_certificate', 'passport', 'permit', 'other', 'none'] as const
export const RESIDENCIES = ['local', 'moved_in', 'moved_out', 'registered_elsewhere'] as const
export const DWELLINGS = ['own', 'flat', 'rented', 'resettled', 'dorm', 'shop', 'other'] as const
