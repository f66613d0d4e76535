"""The provincial hub: takes in what the branches booked, and tells them what they need to know."""
