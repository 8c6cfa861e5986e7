"""A row becomes a person: values put right, doses, conditions, household and place, and what somebody must look at."""
