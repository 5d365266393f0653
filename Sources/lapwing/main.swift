import LapwingCLI

EntryPoint.main()
