"""What an operator watches: numbers of the whole process, in the format of Prometheus, on an address of their own."""
