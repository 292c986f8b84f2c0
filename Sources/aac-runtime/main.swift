print("aac-runtime")
